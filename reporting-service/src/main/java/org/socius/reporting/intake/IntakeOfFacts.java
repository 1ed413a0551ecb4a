package org.socius.reporting.intake;

import com.mongodb.client.MongoDatabase;
import java.util.function.Supplier;
import org.socius.contracts.Topics;
import org.socius.platform.intake.Intake;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** One intake of all topics. Each instance reads everything, so each can answer everything. */
@Configuration(proxyBeanMethods = false)
class IntakeOfFacts {

    @Bean
    FactLog factLog(MongoDatabase database) {
        return new FactLog(database);
    }

    @Bean
    Supplier<Known> known(FactLog log) {
        return log::known;
    }

    @Bean
    Intake figures(FactLog log, @Value("${socius.instance:0}") String instance) {
        return Intake.batch(group(instance))
                .topics(Topics.ALL.toArray(String[]::new))
                .types(FactLog.contracts().toArray(Class[]::new))
                .into(log);
    }

    private static String group(String instance) {
        return "reporting-service.figures" + (instance.equals("0") ? "" : "." + instance);
    }
}
