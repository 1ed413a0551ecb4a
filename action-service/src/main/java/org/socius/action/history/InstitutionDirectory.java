package org.socius.action.history;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
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
import org.socius.platform.partners.MergedRecords;
import org.springframework.stereotype.Component;

/**
 * The institutions that request-service has registered, by country and by every name they are known
 * under. Fed from its topic; it may be some moments behind.
 */
@Component
public class InstitutionDirectory {

    /** The group that reads the topic for it. */
    public static final String GROUP = "action-service.institutions.2";

    private static final String NO_COUNTRY = "";

    private final MongoCollection<Document> institutions;
    private final MergedRecords merged;

    InstitutionDirectory(MongoDatabase database, MergedRecords merged) {
        this.institutions = database.getCollection(MergedRecords.COLLECTION);
        this.merged = merged;
    }

    /** Learns of an institution; known again, its names are those given last. */
    public void register(String id, @Nullable String country, Collection<String> names) {
        institutions.updateOne(
                Filters.eq("_id", id),
                Updates.combine(
                        Updates.set("country", country == null ? NO_COUNTRY : country),
                        Updates.set("names", new ArrayList<>(normalised(names)))),
                new UpdateOptions().upsert(true));
    }

    /** Learns that an institution goes by another name as well. */
    public void addName(String id, String name) {
        institutions.updateOne(
                Filters.eq("_id", id),
                Updates.addEachToSet("names", new ArrayList<>(normalised(List.of(name)))));
    }

    /**
     * The institution of a country that is known under one of these names, by the record that
     * stands for it (R21). Two that would fit are none: nobody guesses between them.
     */
    Optional<String> find(@Nullable String country, Collection<String> names) {
        Set<String> wanted = normalised(names);
        Set<String> fitting = new TreeSet<>();
        institutions
                .find(Filters.eq("country", country == null ? NO_COUNTRY : country))
                .forEach(
                        known -> {
                            if (known.getList("names", String.class, List.of()).stream()
                                    .anyMatch(wanted::contains)) {
                                fitting.add(merged.standingFor(known.getString("_id")));
                            }
                        });
        return fitting.size() == 1 ? Optional.of(fitting.iterator().next()) : Optional.empty();
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
