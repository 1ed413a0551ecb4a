package org.socius.reporting.notices;

import com.mongodb.client.MongoDatabase;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.socius.platform.PersonalKeys;
import org.socius.platform.privacy.PersonalDataCodec;
import org.socius.platform.privacy.RecordKeys;
import org.socius.platform.time.BusinessClock;
import org.socius.platform.web.PublicPaths;
import org.socius.platform.web.StatusPart;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.mail.javamail.JavaMailSender;

/** Mails are sent where {@code spring.mail.host} names a server; the list is there anyway. */
@Configuration(proxyBeanMethods = false)
@Import(PersonalKeys.class)
class NoticesConfiguration {

    @Bean
    Sealed sealed(PersonalDataCodec codec, RecordKeys keys) {
        return new Sealed(codec, keys);
    }

    @Bean
    Groups groups(MongoDatabase database) {
        return new Groups(database);
    }

    @Bean
    Substitutions substitutions(MongoDatabase database, Sealed sealed) {
        return new Substitutions(database, sealed);
    }

    @Bean
    People people(
            MongoDatabase database,
            Groups groups,
            Institutions institutions,
            Substitutions substitutions,
            Sealed sealed) {
        return new People(
                database, groups, institutions, substitutions, sealed, new SecureRandom());
    }

    @Bean
    Outbox outbox(MongoDatabase database, ObjectProvider<JavaMailSender> sender) {
        return new Outbox(database, Clock.systemUTC(), sender.getIfAvailable() != null);
    }

    @Bean
    Noticeboard noticeboard(
            MongoDatabase database,
            People people,
            Outbox outbox,
            BusinessClock clock,
            @Value("${socius.notices.mail-within:7d}") Duration mailWithin,
            @Value("${socius.notices.keep:400d}") Duration keep) {
        return new Noticeboard(
                database, people, new News(database, mailWithin), outbox, clock, keep);
    }

    @Bean
    AccountExports accountExports(
            People people, Substitutions substitutions, Noticeboard board, Outbox outbox) {
        return new AccountExports(people, substitutions, board, outbox);
    }

    @Bean
    Letters letters(@Value("${socius.public-address:http://localhost:8080}") String address) {
        return new Letters(address);
    }

    @Bean
    Doorstep doorstep(People people, BusinessClock clock) {
        return new Doorstep(people, clock);
    }

    @Bean(initMethod = "start")
    @ConditionalOnProperty("spring.mail.host")
    Post post(
            Noticeboard board,
            People people,
            Outbox outbox,
            Letters letters,
            JavaMailSender sender,
            BusinessClock clock,
            @Value("${socius.mail.from}") String from,
            @Value("${socius.notices.mail-within:7d}") Duration mailWithin) {
        return new Post(
                board, people, outbox, letters, sender, new Post.Settings(from, mailWithin), clock);
    }

    @Bean
    PublicPaths unsubscribing() {
        List<String> path = List.of("/api/v1/notifications/unsubscribe/*");
        return new PublicPaths(path, path);
    }

    /** Mails that wait are no reason to call the service down. */
    @Bean
    StatusPart mailStatus(Outbox outbox) {
        return new StatusPart() {
            @Override
            public String name() {
                return "mail";
            }

            @Override
            public boolean isUp() {
                return true;
            }

            @Override
            public Map<String, Object> numbers() {
                return Map.of("waiting", outbox.waiting());
            }
        };
    }
}
