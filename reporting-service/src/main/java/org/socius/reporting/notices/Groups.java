package org.socius.reporting.notices;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import java.util.List;
import java.util.Set;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** Which groups an expert is in: teams, applicants, areas. Doing a step again changes nothing. */
public final class Groups {

    private final MongoCollection<Document> groups;

    Groups(MongoDatabase database) {
        groups = database.getCollection("notice_groups");
    }

    public void join(String expertId, Audience group) {
        groups.updateOne(
                Filters.eq("_id", expertId),
                Updates.addToSet("keys", group.key()),
                new UpdateOptions().upsert(true));
    }

    public void leave(String expertId, Audience group) {
        groups.updateOne(Filters.eq("_id", expertId), Updates.pull("keys", group.key()));
    }

    Set<String> of(@Nullable String expertId) {
        Document found = expertId == null ? null : groups.find(Filters.eq("_id", expertId)).first();
        return found == null
                ? Set.of()
                : Set.copyOf(found.getList("keys", String.class, List.of()));
    }
}
