package org.socius.expert.sight;

/** A line of a list that says something about a person. */
public interface AboutPerson {

    /** Id of the profile, application or mobilisation it is taken from. */
    String personalRecord();
}
