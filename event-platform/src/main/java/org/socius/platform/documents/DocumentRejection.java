package org.socius.platform.documents;

import org.socius.platform.problem.Problem;
import org.socius.platform.problem.Rejection;

/** Why a record takes no further file. */
public final class DocumentRejection {

    private DocumentRejection() {}

    @Problem(
            code = "too-many-documents",
            status = 409,
            title = "No more documents can be added here",
            remedy = "Remove a document that is not needed, or join several in one file.")
    public static final class TooManyDocuments extends Rejection {
        private static final long serialVersionUID = 1;

        public TooManyDocuments(int limit) {
            super("At most " + limit + " documents belong to one record.");
            fact("limit", limit);
        }
    }
}
