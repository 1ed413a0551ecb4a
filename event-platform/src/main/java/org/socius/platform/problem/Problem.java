package org.socius.platform.problem;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What the outside sees of a {@link Rejection}. The list of all problems is generated from these.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Problem {

    /** Last part of the problem type, in kebab case; stable for ever. */
    String code();

    /** HTTP status. */
    int status();

    /** One short sentence, the same for every case. */
    String title();

    /** What the caller can do next. */
    String remedy() default "";
}
