package org.socius.platform;

import com.mongodb.client.MongoClient;
import java.security.SecureRandom;
import org.socius.platform.privacy.PersonalDataCodec;
import org.socius.platform.privacy.RecordKeys;
import org.socius.platform.privacy.SealedWithRecordKey;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What a service needs that stores something about persons. */
@Configuration(proxyBeanMethods = false)
public class PersonalKeys {

    /**
     * The keys lie in a database of their own, which has its own and brief backups: what is erased
     * is gone when the last of them is.
     */
    @Bean
    RecordKeys recordKeys(
            MongoClient client,
            @Value("${socius.personal-data.key-database:${spring.mongodb.database}-keys}")
                    String database,
            @Value("${socius.personal-data.master-key}") String masterKey) {
        return new RecordKeys(client.getDatabase(database), masterKey, new SecureRandom());
    }

    @Bean
    PersonalDataCodec personalDataCodec(RecordKeys keys) {
        return new SealedWithRecordKey(keys);
    }
}
