package org.socius.reporting;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Read models built from what the other services tell: reports, catalogue, open data. */
@SpringBootApplication
public class ReportingServiceApplication {

    /** Starts the service as a process of its own; every address is a property. */
    public static void main(String[] arguments) {
        SpringApplication.run(ReportingServiceApplication.class, arguments);
    }
}
