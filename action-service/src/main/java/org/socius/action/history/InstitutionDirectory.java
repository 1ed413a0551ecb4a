package org.socius.action.history;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.ReplaceOptions;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The institutions that request-service has registered, by country and by every name they are known
 * under. Fed from its topic; it may be some moments behind.
 */
@Component
public class InstitutionDirectory {

    /** The group that reads the topic for it. */
    public static final String GROUP = "action-service.institutions";

    private static final String NO_COUNTRY = "";

    private final MongoCollection<Document> institutions;

    InstitutionDirectory(MongoDatabase database) {
        this.institutions = database.getCollection("institution_directory");
    }

    /** Learns of an institution; known again, its names are those given last. */
    public void register(String id, @Nullable String country, Collection<String> names) {
        institutions.replaceOne(
                Filters.eq("_id", id),
                new Document("_id", id)
                        .append("country", country == null ? NO_COUNTRY : country)
                        .append("names", new ArrayList<>(normalised(names))),
                new ReplaceOptions().upsert(true));
    }

    /**
     * The institution of a country that is known under one of these names. Two that would fit are
     * none: nobody guesses between them.
     */
    Optional<String> find(@Nullable String country, Collection<String> names) {
        Set<String> wanted = normalised(names);
        List<String> fitting = new ArrayList<>();
        institutions
                .find(Filters.eq("country", country == null ? NO_COUNTRY : country))
                .forEach(
                        known -> {
                            if (known.getList("names", String.class).stream()
                                    .anyMatch(wanted::contains)) {
                                fitting.add(known.getString("_id"));
                            }
                        });
        return fitting.size() == 1 ? Optional.of(fitting.get(0)) : Optional.empty();
    }

    /** Names as they are compared: without case, accents, punctuation and notes in brackets. */
    static Set<String> normalised(Collection<String> names) {
        Set<String> normalised = new TreeSet<>();
        for (String name : names) {
            String plain =
                    Normalizer.normalize(name.replaceAll("\\([^)]*\\)", " "), Normalizer.Form.NFD)
                            .replaceAll("\\p{M}+", "")
                            .toLowerCase(Locale.ROOT)
                            .replaceAll("[^\\p{L}\\p{N}]+", " ")
                            .strip();
            if (!plain.isEmpty()) {
                normalised.add(plain);
            }
        }
        return normalised;
    }
}
