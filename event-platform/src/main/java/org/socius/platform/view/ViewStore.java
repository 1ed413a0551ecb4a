package org.socius.platform.view;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.socius.platform.privacy.PersonalDataCodec;
import org.socius.platform.web.ListQuery;
import org.socius.platform.web.Page;
import tools.jackson.databind.json.JsonMapper;

/**
 * A read model for lists: one document per aggregate with the version it contains, the fields one
 * may filter and sort by, and the view itself as JSON text. Writing an older version changes
 * nothing, so events may arrive twice.
 *
 * <p>Views that say something about persons are sealed with the key of their record ({@link
 * #sealed}); what one filters and sorts by is not, and must not name anybody.
 *
 * <p>Fields hold strings, numbers, dates as ISO text, or lists of strings. The embedded store reads
 * a list without an index by scanning: some ten milliseconds for 50,000 documents.
 */
public final class ViewStore<V> {

    private static final String VIEW = "json";

    private final MongoCollection<Document> documents;
    private final Class<V> type;
    private final PersonalDataCodec codec;
    private final Function<String, Optional<V>> anew;
    private final JsonMapper json = JsonMapper.builder().build();

    /** For views that say nothing about persons. */
    public ViewStore(MongoDatabase database, String collection, Class<V> type) {
        this(database, collection, type, PersonalDataCodec.PLAIN, _ -> Optional.empty());
    }

    private ViewStore(
            MongoDatabase database,
            String collection,
            Class<V> type,
            PersonalDataCodec codec,
            Function<String, Optional<V>> anew) {
        this.documents = database.getCollection(collection);
        this.type = type;
        this.codec = codec.ofCopies();
        this.anew = anew;
    }

    /**
     * For views that say something about persons.
     *
     * @param anew makes the view of a record from its events, where the stored one cannot be opened
     *     any more because the record was forgotten
     */
    public static <V> ViewStore<V> sealed(
            MongoDatabase database,
            String collection,
            Class<V> type,
            PersonalDataCodec codec,
            Function<String, Optional<V>> anew) {
        return new ViewStore<>(database, collection, type, codec, anew);
    }

    /** Stores a view unless this version or a later one is there. */
    public void save(String id, long version, Map<String, ?> fields, V view) {
        save(id, Filters.lt("v", version), version, fields, view);
    }

    /** Stores a view that shows the same version otherwise than before, as after an erasure. */
    public void rewrite(String id, long version, Map<String, ?> fields, V view) {
        save(id, Filters.lte("v", version), version, fields, view);
    }

    private void save(String id, Bson older, long version, Map<String, ?> fields, V view) {
        Document filterFields = new Document();
        fields.forEach(
                (name, value) -> {
                    if (value != null) {
                        filterFields.append(name, value);
                    }
                });
        try {
            documents.updateOne(
                    Filters.and(Filters.eq("_id", id), older),
                    Updates.combine(
                            Updates.set("v", version),
                            Updates.set("f", filterFields),
                            Updates.set(
                                    VIEW, codec.protect(id, VIEW, json.writeValueAsString(view)))),
                    new UpdateOptions().upsert(true));
        } catch (MongoWriteException e) {
            if (e.getError().getCategory() != ErrorCategory.DUPLICATE_KEY) {
                throw e;
            }
        }
    }

    /**
     * A page of views.
     *
     * @param filter over fields named by {@link #field}
     * @param defaultSort field to order by where the query names none
     */
    public Page<V> find(
            Bson filter, ListQuery query, String defaultSort, boolean defaultAscending) {
        String sort = field(query.sort() == null ? defaultSort : query.sort());
        boolean ascending = query.sort() == null ? defaultAscending : query.ascending();
        long total = documents.countDocuments(filter);
        List<V> items =
                views(
                        documents
                                .find(filter)
                                .sort(
                                        ascending
                                                ? Sorts.ascending(sort, "_id")
                                                : Sorts.descending(sort, "_id"))
                                .skip(query.page() * query.size())
                                .limit(query.size()));
        return Page.of(items, query, total);
    }

    /** Everything that matches, in no promised order. */
    public List<V> all(Bson filter) {
        return views(documents.find(filter));
    }

    /** Forgets everything, before it is built anew. */
    public void clear() {
        documents.deleteMany(new Document());
    }

    /**
     * Filters by part of a text in any case.
     *
     * @param name of a field whose text is stored in lower case
     * @param parts any of them is enough; none, or a blank one, lets everything through
     */
    public static Bson containing(String name, List<String> parts) {
        return parts.isEmpty() || parts.stream().anyMatch(String::isBlank)
                ? Filters.empty()
                : Filters.or(
                        parts.stream()
                                .map(part -> part.strip().toLowerCase(Locale.ROOT))
                                .map(part -> Filters.regex(field(name), Pattern.quote(part)))
                                .toList());
    }

    /** The path of a filter field in a stored document. */
    public static String field(String name) {
        return "f." + name;
    }

    private List<V> views(Iterable<Document> found) {
        List<Document> lines = new ArrayList<>();
        found.forEach(lines::add);
        List<String> sealed =
                lines.stream()
                        .map(line -> line.getString(VIEW))
                        .filter(view -> !isPlain(view))
                        .toList();
        Iterator<@Nullable String> opened = codec.openAll(VIEW, sealed).iterator();
        List<V> views = new ArrayList<>();
        for (Document line : lines) {
            String stored = line.getString(VIEW);
            String view = isPlain(stored) ? stored : opened.next();
            if (view == null) {
                anew.apply(line.getString("_id")).ifPresent(views::add);
            } else {
                views.add(json.readValue(view, type));
            }
        }
        return views;
    }

    /** A view as JSON, not sealed, or not since this list is. */
    private static boolean isPlain(String view) {
        return view.startsWith("{");
    }
}
