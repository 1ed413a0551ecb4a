package org.socius.platform.privacy;

import org.socius.platform.problem.Problem;
import org.socius.platform.problem.Rejection;

/** Something was to be written about a person into a record whose personal data was erased. */
@Problem(
        code = "record-erased",
        status = 409,
        title = "The personal data of this record was erased",
        remedy = "Nothing can be added to it; enter a new record if there is a ground for one.")
public final class RecordErased extends Rejection {

    private static final long serialVersionUID = 1;

    RecordErased() {
        super("R75", "The personal data of this record was erased and its key destroyed.");
    }
}
