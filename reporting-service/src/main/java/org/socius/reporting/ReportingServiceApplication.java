package org.socius.reporting;

import org.socius.platform.ServiceEdge;
import org.socius.platform.Stores;
import org.socius.platform.intake.IntakeConfiguration;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Import;

/** Read models built from what the other services tell: reports, catalogue, open data. */
@SpringBootApplication
@Import({ServiceEdge.class, Stores.class, IntakeConfiguration.class})
public class ReportingServiceApplication {

    /** Starts the service as a process of its own; every address is a property. */
    public static void main(String[] arguments) {
        application().run(arguments);
    }

    /**
     * The service ready to be started, alone or beside others in one JVM. Its own settings stand in
     * {@code reporting-service.yaml}, a name of its own because services in one JVM share the class
     * path.
     */
    public static SpringApplicationBuilder application() {
        return new SpringApplicationBuilder(ReportingServiceApplication.class)
                .properties(
                        "spring.config.name=reporting-service",
                        "spring.application.name=reporting-service",
                        "management.health.mail.enabled=false",
                        "spring.mail.properties.mail.smtp.connectiontimeout=5000",
                        "spring.mail.properties.mail.smtp.timeout=10000",
                        "spring.mail.properties.mail.smtp.writetimeout=10000");
    }
}
