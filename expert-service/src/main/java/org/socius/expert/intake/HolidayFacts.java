package org.socius.expert.intake;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.ReplaceOptions;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;
import org.socius.contracts.Topics;
import org.socius.contracts.request.RequestContract.HolidayChangedV1;
import org.socius.platform.intake.Intake;
import org.socius.platform.time.Holidays;
import org.socius.platform.time.Holidays.Change;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Learns of changed holidays, so that time limits here are reckoned with them. Each change for a
 * date from a day on is kept once; who decides asks what has arrived.
 */
@Configuration(proxyBeanMethods = false)
class HolidayFacts {

    private final MongoCollection<Document> changes;

    HolidayFacts(MongoDatabase database) {
        this.changes = database.getCollection("holidays");
    }

    @Bean
    Intake holidayFactsIntake() {
        return Intake.of("expert-service.holiday-facts")
                .topics(Topics.REQUEST)
                .on(HolidayChangedV1.class, (fact, holiday) -> note(holiday))
                .build();
    }

    private void note(HolidayChangedV1 holiday) {
        String id = holiday.date() + "/" + holiday.validFrom();
        changes.replaceOne(
                Filters.eq("_id", id),
                new Document("_id", id)
                        .append("date", holiday.date().toString())
                        .append("free", holiday.free())
                        .append("validFrom", holiday.validFrom().toString()),
                new ReplaceOptions().upsert(true));
    }

    @Bean
    Holidays.Source holidays() {
        return this::read;
    }

    private Holidays read() {
        List<Change> known = new ArrayList<>();
        for (Document change : changes.find()) {
            known.add(
                    new Change(
                            LocalDate.parse(change.getString("date")),
                            change.getBoolean("free"),
                            null,
                            LocalDate.parse(change.getString("validFrom"))));
        }
        return new Holidays(known);
    }
}
