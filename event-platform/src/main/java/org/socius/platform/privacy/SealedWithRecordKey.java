package org.socius.platform.privacy;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Stores a personal field as {@code "§1:key:sealed"}, sealed with the key of its record and bound
 * to the name of the field. A text cannot be moved to another record or field unnoticed.
 */
public final class SealedWithRecordKey implements PersonalDataCodec {

    private static final String MARK = "\"§1:";

    private final RecordKeys keys;

    public SealedWithRecordKey(RecordKeys keys) {
        this.keys = keys;
    }

    @Override
    public String protect(String record, String field, String json) {
        RecordKeys.Key key = keys.of(record);
        byte[] sealed =
                key.aes().seal(place(key.name(), field), json.getBytes(StandardCharsets.UTF_8));
        return MARK
                + key.name()
                + ':'
                + Base64.getUrlEncoder().withoutPadding().encodeToString(sealed)
                + '"';
    }

    @Override
    public PersonalDataCodec ofCopies() {
        return new PersonalDataCodec() {
            @Override
            public String protect(String record, String field, String json) {
                try {
                    return SealedWithRecordKey.this.protect(record, field, json);
                } catch (RecordErased e) {
                    return MARK + record + ":\"";
                }
            }

            @Override
            public @Nullable String open(String field, String stored) {
                return SealedWithRecordKey.this.open(field, stored);
            }

            @Override
            public List<@Nullable String> openAll(String field, List<String> stored) {
                return SealedWithRecordKey.this.openAll(field, stored);
            }
        };
    }

    /** Reads the keys of all of them at once. */
    @Override
    public List<@Nullable String> openAll(String field, List<String> stored) {
        keys.remember(stored.stream().map(text -> keyOf(field, text)).toList());
        return PersonalDataCodec.super.openAll(field, stored);
    }

    private static String keyOf(String field, String stored) {
        int end = stored.lastIndexOf(':');
        if (!stored.startsWith(MARK) || end < MARK.length()) {
            throw new IllegalStateException(
                    "The personal field " + field + " is stored without protection");
        }
        return stored.substring(MARK.length(), end);
    }

    @Override
    public @Nullable String open(String field, String stored) {
        String record = keyOf(field, stored);
        Aes key = keys.find(record).orElse(null);
        if (key == null) {
            return null;
        }
        try {
            byte[] sealed =
                    Base64.getUrlDecoder()
                            .decode(
                                    stored.substring(
                                            MARK.length() + record.length() + 1,
                                            stored.length() - 1));
            return new String(key.open(place(record, field), sealed), StandardCharsets.UTF_8);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalStateException(
                    "The personal field " + field + " of record " + record + " was changed", e);
        }
    }

    private static String place(String record, String field) {
        return record + '|' + field;
    }
}
