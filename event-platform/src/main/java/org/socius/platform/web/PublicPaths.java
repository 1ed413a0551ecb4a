package org.socius.platform.web;

import java.util.List;

/**
 * What anybody may read without a token.
 *
 * @param patterns paths of GET requests, {@code *} for one segment and {@code **} for any number
 */
public record PublicPaths(List<String> patterns) {

    public PublicPaths {
        patterns = List.copyOf(patterns);
    }
}
