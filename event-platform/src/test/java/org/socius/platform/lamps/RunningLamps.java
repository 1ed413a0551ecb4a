package org.socius.platform.lamps;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.socius.platform.testing.EmbeddedParts;
import org.socius.platform.testing.Http;
import org.socius.platform.testing.TestTokens;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** The lamp service on embedded parts, started once for all tests that talk to it. */
final class RunningLamps {

    private static @Nullable ConfigurableApplicationContext context;

    private RunningLamps() {}

    static String base() {
        return "http://127.0.0.1:"
                + ((WebServerApplicationContext) running()).getWebServer().getPort();
    }

    static <T> T bean(Class<T> type) {
        return running().getBean(type);
    }

    static <T> T bean(String name, Class<T> type) {
        return running().getBean(name, type);
    }

    private static synchronized ConfigurableApplicationContext running() {
        if (context == null) {
            List<String> arguments = new ArrayList<>(TestTokens.serviceArguments());
            arguments.add("--server.port=0");
            arguments.add("--spring.application.name=lamp-service");
            arguments.add("--spring.mongodb.uri=" + EmbeddedParts.mongoUri("lamps"));
            arguments.add("--spring.mongodb.database=lamps");
            arguments.add("--socius.snapshot-every=4");
            arguments.add("--spring.kafka.bootstrap-servers=" + EmbeddedParts.kafkaBootstrap());
            context =
                    new SpringApplicationBuilder(LampService.class)
                            .run(arguments.toArray(String[]::new));
        }
        return context;
    }

    static Http as(String subject, String... roles) {
        return Http.at(base()).as(TestTokens.token(subject, roles));
    }
}
