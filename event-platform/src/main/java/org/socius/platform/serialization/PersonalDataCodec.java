package org.socius.platform.serialization;

/**
 * Protects the JSON of one personal field before it is stored and opens it again. One codec serves
 * a whole service; both directions must be inverse to each other.
 */
public interface PersonalDataCodec {

    /** Stores personal fields as they are: protection lies in the store's own access control. */
    PersonalDataCodec PLAIN =
            new PersonalDataCodec() {
                @Override
                public String protect(String json) {
                    return json;
                }

                @Override
                public String open(String stored) {
                    return stored;
                }
            };

    /** From the JSON text of a field to the JSON text that is stored. */
    String protect(String json);

    /** From the stored JSON text back to the JSON text of the field. */
    String open(String stored);
}
