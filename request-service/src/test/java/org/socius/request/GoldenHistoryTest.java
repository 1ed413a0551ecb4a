package org.socius.request;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.socius.platform.testing.GoldenHistory;

@DisplayNameGeneration(ReplaceUnderscores.class)
class GoldenHistoryTest extends GoldenHistory {

    GoldenHistoryTest() {
        super(RequestServiceApplication.events());
    }
}
