package org.socius.reporting.planted;

import com.mongodb.client.MongoDatabase;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.socius.contracts.action.ActionContract.ActionStartedV1;
import org.springframework.beans.factory.annotation.Autowired;

/** Breaks each rule once. */
class Planted {

    @Autowired @Nullable MongoDatabase injected;

    Instant ownTime() {
        return Instant.now();
    }

    String foreignEvent(ActionStartedV1 event) {
        return event.actionId();
    }
}
