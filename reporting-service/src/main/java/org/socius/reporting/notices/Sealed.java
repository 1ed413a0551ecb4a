package org.socius.reporting.notices;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.socius.platform.privacy.PersonalDataCodec;
import org.socius.platform.privacy.RecordKeys;
import tools.jackson.databind.json.JsonMapper;

/** Texts about a person, each sealed with the key of the account it belongs to. */
final class Sealed {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final PersonalDataCodec codec;
    private final RecordKeys keys;

    Sealed(PersonalDataCodec codec, RecordKeys keys) {
        this.codec = codec;
        this.keys = keys;
    }

    /**
     * @throws org.socius.platform.privacy.RecordErased if the account was erased
     */
    String seal(String subject, String field, String text) {
        return codec.protect(subject, field, JSON.writeValueAsString(text));
    }

    /** Null if there is none or its key was destroyed. */
    @Nullable String open(String field, @Nullable String stored) {
        String json = stored == null ? null : codec.open(field, stored);
        return json == null ? null : JSON.readValue(json, String.class);
    }

    boolean erased(String subject) {
        return keys.erased(subject);
    }

    void destroyKey(String subject, Instant now) {
        keys.destroy(subject, now);
    }
}
