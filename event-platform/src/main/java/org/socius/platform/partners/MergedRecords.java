package org.socius.platform.partners;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import java.util.Set;
import java.util.TreeSet;
import org.bson.Document;

/**
 * Which records of institutions were merged into which, as request-service has told (R21). Told
 * twice, nothing changes; it may be some moments behind.
 */
public final class MergedRecords {

    /** Where it is kept; a service may keep more about an institution under the same id. */
    public static final String COLLECTION = "institution_directory";

    private static final String INTO = "into";

    private final MongoCollection<Document> institutions;

    public MergedRecords(MongoDatabase database) {
        this.institutions = database.getCollection(COLLECTION);
        institutions.createIndex(Indexes.ascending(INTO));
    }

    /** Learns that a record was of the same institution as the one that goes on. */
    public void merge(String id, String into) {
        institutions.updateOne(
                Filters.eq("_id", id), Updates.set(INTO, into), new UpdateOptions().upsert(true));
    }

    /** Every record of the institutions that these ids name, the ids included. */
    public Set<String> recordsOf(Set<String> ids) {
        Set<String> all = new TreeSet<>(ids);
        ids.forEach(id -> all.add(standingFor(id)));
        for (Set<String> next = all; !next.isEmpty(); ) {
            Set<String> merged = new TreeSet<>();
            institutions
                    .find(Filters.in(INTO, next))
                    .forEach(document -> merged.add(document.getString("_id")));
            merged.removeAll(all);
            all.addAll(merged);
            next = merged;
        }
        return all;
    }

    /** The record that stands for an institution, at the end of every merger. */
    public String standingFor(String id) {
        Set<String> seen = new TreeSet<>();
        String standing = id;
        while (seen.add(standing)) {
            Document known = institutions.find(Filters.eq("_id", standing)).first();
            String into = known == null ? null : known.getString(INTO);
            standing = into == null ? standing : into;
        }
        return standing;
    }
}
