package org.socius.platform;

import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoDatabase;
import java.util.Map;
import org.bson.Document;
import org.socius.platform.web.StatusPart;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The one database of a service. */
@Configuration(proxyBeanMethods = false)
public class Stores {

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
