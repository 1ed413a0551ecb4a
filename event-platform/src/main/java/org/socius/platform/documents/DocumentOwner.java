package org.socius.platform.documents;

import java.util.Set;

/** Records of one kind that may have files: asked before a file is swept away. */
public interface DocumentOwner {

    /** The kind, the same for ever: it stands beside files that are not named yet. */
    String kind();

    /** Ids of the files that the events of a record name and that are to be kept. */
    Set<String> files(String record);
}
