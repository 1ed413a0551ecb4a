package org.socius.action;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Actions and their activities: everything from acceptance to publication. */
@SpringBootApplication
public class ActionServiceApplication {

    /** Starts the service as a process of its own; every address is a property. */
    public static void main(String[] arguments) {
        SpringApplication.run(ActionServiceApplication.class, arguments);
    }
}
