package org.socius.platform.privacy;

/**
 * An event about something that belongs to the record of another aggregate: what it says about
 * persons, and why it was done, is sealed with that record's key and is forgotten with the record.
 */
public interface OfRecord {

    /** Id of the aggregate whose key it is. */
    String recordId();
}
