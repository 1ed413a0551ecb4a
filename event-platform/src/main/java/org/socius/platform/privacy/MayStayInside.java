package org.socius.platform.privacy;

/**
 * An event of a kind that is told outside, which itself stays inside if nobody there knows what it
 * is about, such as the end of a draft that was never handed in. Once stored it keeps its answer.
 */
public interface MayStayInside {

    /** True for one that is not told. */
    boolean staysInside();
}
