package org.socius.platform;

import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoDatabase;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.socius.platform.web.StatusPart;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.mongodb.autoconfigure.MongoClientSettingsBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The one database of a service. */
@Configuration(proxyBeanMethods = false)
public class Stores {

    /**
     * Limits that answer a request within ten seconds when the store is gone or silent, one
     * repeated read included. They go before what the address of the store says.
     */
    @Bean
    MongoClientSettingsBuilderCustomizer storePatience(
            @Value("${socius.store.answer-within:4s}") Duration answer) {
        return settings ->
                settings.applyToSocketSettings(
                                socket ->
                                        socket.connectTimeout(2, TimeUnit.SECONDS)
                                                .readTimeout(
                                                        Math.toIntExact(answer.toMillis()),
                                                        TimeUnit.MILLISECONDS))
                        .applyToClusterSettings(
                                cluster -> cluster.serverSelectionTimeout(2, TimeUnit.SECONDS))
                        .applyToConnectionPoolSettings(
                                pool -> pool.maxWaitTime(1, TimeUnit.SECONDS).maxConnecting(8));
    }

    @Bean
    MongoDatabase database(MongoClient client, @Value("${spring.mongodb.database}") String name) {
        return client.getDatabase(name);
    }

    @Bean
    StatusPart storeStatus(MongoDatabase database) {
        return new StatusPart() {
            @Override
            public String name() {
                return "store";
            }

            @Override
            public boolean isUp() {
                try {
                    database.runCommand(new Document("ping", 1));
                    return true;
                } catch (MongoException e) {
                    return false;
                }
            }

            @Override
            public Map<String, Object> numbers() {
                return Map.of();
            }
        };
    }
}
