package org.socius.action.records;

import org.socius.platform.problem.Problem;
import org.socius.platform.problem.Rejection;

/** Why a facility record refuses. */
public final class FacilityRecordRejection {

    private FacilityRecordRejection() {}

    @Problem(
            code = "speaker-missing",
            status = 422,
            title = "A statement of others needs its speaker",
            remedy = "Name who says so.")
    public static final class SpeakerMissing extends Rejection {
        private static final long serialVersionUID = 1;

        SpeakerMissing(String pointer) {
            super("R120", "What others say stands with its speaker, never as the facility's own.");
            error(new FieldError(pointer, "required", "Name who says so."));
        }
    }

    @Problem(
            code = "contact-not-public",
            status = 409,
            title = "A contact point is not public",
            remedy = "Leave out public, or say false.")
    public static final class ContactNotPublic extends Rejection {
        private static final long serialVersionUID = 1;

        ContactNotPublic() {
            super("Persons one turns to are shown to those who work with them.");
        }
    }

    @Problem(
            code = "another-kind",
            status = 409,
            title = "A record keeps its kind",
            remedy = "Withdraw this record and enter another.")
    public static final class AnotherKind extends Rejection {
        private static final long serialVersionUID = 1;

        AnotherKind(RecordContent.Kind kind) {
            super("The record is of the kind " + kind + ".");
            fact("kind", kind.name());
        }
    }
}
