package org.socius.reporting.notices;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import java.time.Duration;
import java.time.Instant;
import org.bson.Document;
import org.socius.platform.intake.Fact;

/**
 * Tells news from what is only read again. Mails are made of news: a fact that happened and was
 * recorded within the last days, and that is newer than what mails were made of before. The marks
 * for that stand apart from every read model, so a rebuild, a replay of the topics, imported
 * history and entries long after the fact send nothing.
 */
final class News {

    /** Facts of one partition may come out of the order of their recording by less than this. */
    private static final Duration OUT_OF_ORDER = Duration.ofMinutes(10);

    private final MongoCollection<Document> marks;
    private final Duration young;

    /**
     * @param young how long after it was recorded a fact is news
     */
    News(MongoDatabase database, Duration young) {
        this.marks = database.getCollection("notice_marks");
        this.young = young;
    }

    boolean is(Fact fact, Instant now) {
        Instant oldest = now.minus(young);
        if (fact.recordedAt().isBefore(oldest) || fact.occurredAt().isBefore(oldest)) {
            return false;
        }
        Document mark = marks.find(Filters.eq("_id", partition(fact))).first();
        return mark == null
                || fact.recordedAt()
                        .plus(OUT_OF_ORDER)
                        .isAfter(Instant.ofEpochMilli(mark.getLong("recordedAt")));
    }

    /** Mails were made of this fact. */
    void passed(Fact fact) {
        marks.updateOne(
                Filters.eq("_id", partition(fact)),
                Updates.max("recordedAt", fact.recordedAt().toEpochMilli()),
                new UpdateOptions().upsert(true));
    }

    private static String partition(Fact fact) {
        return fact.topic() + "|" + fact.partition();
    }
}
