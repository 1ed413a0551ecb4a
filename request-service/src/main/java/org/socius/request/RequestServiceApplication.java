package org.socius.request;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Institutions and requests: everything up to the decision to accept. */
@SpringBootApplication
public class RequestServiceApplication {

    /** Starts the service as a process of its own; every address is a property. */
    public static void main(String[] arguments) {
        SpringApplication.run(RequestServiceApplication.class, arguments);
    }
}
