package org.socius.quickstart;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * Says in each log line whose line it is, although all services share one JVM: the name belongs to
 * the thread that starts a service and passes to every thread started from there.
 */
public final class ServiceName extends ClassicConverter {

    private static final InheritableThreadLocal<String> CURRENT = new InheritableThreadLocal<>();

    static <T> T during(String service, Callable<T> work) throws Exception {
        String before = CURRENT.get();
        CURRENT.set(service);
        try {
            return work.call();
        } finally {
            CURRENT.set(before);
        }
    }

    @Override
    public String convert(ILoggingEvent event) {
        return Optional.ofNullable(CURRENT.get()).orElse("quickstart");
    }
}
