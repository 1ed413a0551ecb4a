package org.socius.quickstart;

import org.socius.gateway.Dataset;

/** How far the data set is loaded; written by the loader, shown by the status page. */
final class LoadState {

    private final String name;
    private volatile Dataset current;

    LoadState(Options.Dataset dataset) {
        this.name = dataset.label();
        this.current = new Dataset(name, Dataset.State.LOADING, 0);
    }

    Dataset current() {
        return current;
    }

    void at(int percent) {
        current = new Dataset(name, Dataset.State.LOADING, percent);
    }

    void loaded() {
        current = new Dataset(name, Dataset.State.LOADED, 100);
    }
}
