package org.socius.expert.planted;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.socius.contracts.action.ActionContract.ActionStartedV1;
import org.springframework.beans.factory.annotation.Autowired;

/** One class for each way of breaking a rule. */
final class Violations {

    private Violations() {}

    static class Clockwatcher {
        Instant now() {
            return Instant.now();
        }

        LocalDate today() {
            return LocalDate.now();
        }
    }

    static class IdMaker {
        String id() {
            return UUID.randomUUID().toString();
        }
    }

    static class Eavesdropper {
        String id(ActionStartedV1 event) {
            return event.actionId();
        }
    }

    static class FieldInjected {
        @Autowired @Nullable Clockwatcher watcher;
    }
}
