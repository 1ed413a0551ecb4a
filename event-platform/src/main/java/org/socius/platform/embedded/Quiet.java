package org.socius.platform.embedded;

import java.util.Map;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggerConfiguration;
import org.springframework.boot.logging.LoggingSystem;

/**
 * Servers log every step of their lives; inside an application only what needs attention is of
 * interest.
 */
final class Quiet {

    private Quiet() {}

    /** Sets the level of each logger whose level the configuration leaves open. */
    static void unlessConfigured(Map<String, LogLevel> levels) {
        LoggingSystem logging = LoggingSystem.get(Quiet.class.getClassLoader());
        levels.forEach(
                (name, level) -> {
                    LoggerConfiguration configuration = logging.getLoggerConfiguration(name);
                    if (configuration == null || configuration.getConfiguredLevel() == null) {
                        logging.setLogLevel(name, level);
                    }
                });
    }
}
