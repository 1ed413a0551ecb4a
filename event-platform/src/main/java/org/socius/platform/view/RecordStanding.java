package org.socius.platform.view;

import org.jspecify.annotations.Nullable;
import org.socius.platform.web.ResourceReader.Shown;

/**
 * Where a record stands, for who looks after the data in it and need not read it.
 *
 * @param status null for a record that has none
 * @param erased nothing about persons has been said since they were forgotten
 */
public record RecordStanding(String id, @Nullable String status, boolean erased, long version) {

    /** As it is answered. */
    public Shown shown() {
        return new Shown(this, version);
    }
}
