package org.socius.platform.web;

import java.util.List;

/**
 * What anybody may ask for without a token.
 *
 * @param patterns paths of GET requests, {@code *} for one segment and {@code **} for any number
 * @param posts paths of POST requests, written alike
 */
public record PublicPaths(List<String> patterns, List<String> posts) {

    public PublicPaths {
        patterns = List.copyOf(patterns);
        posts = List.copyOf(posts);
    }

    /** Paths that are only read. */
    public PublicPaths(List<String> patterns) {
        this(patterns, List.of());
    }
}
