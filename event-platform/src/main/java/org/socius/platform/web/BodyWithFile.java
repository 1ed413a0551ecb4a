package org.socius.platform.web;

import jakarta.servlet.http.HttpServletRequest;
import org.socius.platform.problem.Rejection;
import tools.jackson.databind.node.ObjectNode;

/** A command's body that holds a file beside its fields. */
public interface BodyWithFile {

    /** The field that tells this file from others. */
    String FILE = "file";

    /**
     * Reads the body once and stores its file.
     *
     * @return the fields, and under {@link #FILE} what tells this file from others
     * @throws Rejection if the body or the file is not taken; then nothing of it is left
     */
    ObjectNode read(HttpServletRequest request);

    /** The command was not carried out, or had been before: nobody will name the file. */
    void drop();
}
