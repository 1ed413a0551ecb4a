package org.socius.quickstart.journey;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * A form as somebody fills it in: a JSON page beside this class with plausible entries, and what
 * differs from time to time put over it.
 */
public final class Form {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final Map<String, Object> entries;

    private Form(Map<String, Object> entries) {
        this.entries = entries;
    }

    /** A fresh copy of the page of this name; there is no other than those beside this class. */
    public static Form of(String page) {
        try (InputStream in = Form.class.getResourceAsStream(page + ".json")) {
            if (in == null) {
                throw new IllegalArgumentException("there is no form " + page);
            }
            return new Form(JSON.readValue(in, new TypeReference<>() {}));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Fills in one entry.
     *
     * @param path names and places in lists, as in {@code positions/0/days}; all but the last must
     *     be on the page
     */
    public Form with(String path, Object value) {
        int slash = path.lastIndexOf('/');
        String last = path.substring(slash + 1);
        parent(slash < 0 ? "" : path.substring(0, slash)).put(last, value);
        return this;
    }

    /** What is sent. */
    public Map<String, Object> body() {
        return entries;
    }

    @SuppressWarnings("unchecked") // a parsed JSON object is a map of this kind and nothing else
    private Map<String, Object> parent(String path) {
        Object at = entries;
        for (String name : path.isEmpty() ? new String[0] : path.split("/", -1)) {
            Object next =
                    switch (at) {
                        case Map<?, ?> object -> object.get(name);
                        case List<?> list -> list.get(Integer.parseInt(name));
                        default -> null;
                    };
            if (next == null) {
                throw new IllegalArgumentException("the form has no " + path);
            }
            at = next;
        }
        return (Map<String, Object>) at;
    }
}
