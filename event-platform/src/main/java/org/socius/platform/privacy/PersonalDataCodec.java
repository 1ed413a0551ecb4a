package org.socius.platform.privacy;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Protects the JSON of one personal field before it is stored and opens it again. One codec serves
 * a whole service; both directions must be inverse to each other.
 */
public interface PersonalDataCodec {

    /** Stores personal fields as they are; for tests that look at what is stored. */
    PersonalDataCodec PLAIN =
            new PersonalDataCodec() {
                @Override
                public String protect(String record, String field, String json) {
                    return json;
                }

                @Override
                public String open(String field, String stored) {
                    return stored;
                }
            };

    /**
     * From the JSON text of a field to the JSON text that is stored.
     *
     * @param record the aggregate whose event holds the field; its personal data is erased at once
     * @param field name of the field
     */
    String protect(String record, String field, String json);

    /**
     * From the stored JSON text back to the JSON text of the field; null if the personal data of
     * its record was erased.
     */
    @Nullable String open(String field, String stored);

    /**
     * The same for many texts of one field, in their order; null where the personal data of the
     * record was erased.
     */
    default List<@Nullable String> openAll(String field, List<String> stored) {
        List<@Nullable String> opened = new ArrayList<>();
        stored.forEach(text -> opened.add(open(field, text)));
        return opened;
    }

    /**
     * The same for copies of what is stored already: of a record whose personal data was erased a
     * copy is made, with nothing in the personal fields.
     */
    default PersonalDataCodec ofCopies() {
        return this;
    }
}
