package org.socius.gateway;

import java.net.URI;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * Where the services are and how much one caller may ask.
 *
 * @param services base address of each service
 * @param issuer base address of an issuer that is reached through the gateway; null where it has
 *     its own door
 * @param bodyLimit largest body of a command
 * @param attachmentLimit largest file in a multipart body; its service counts the bytes
 * @param connectTimeout after which a service counts as down
 * @param answerTimeout after which a service that took the connection counts as down; streams know
 *     no end
 * @param transferTimeout how long a file may take on its way, on the slowest line
 */
@ConfigurationProperties("socius.gateway")
record GatewaySettings(
        Map<Service, URI> services,
        @Nullable URI issuer,
        DataSize bodyLimit,
        DataSize attachmentLimit,
        Duration connectTimeout,
        Duration answerTimeout,
        Duration transferTimeout,
        Rate perSubject,
        Rate perAddress) {

    GatewaySettings {
        services = new EnumMap<>(services);
        for (Service service : Service.values()) {
            if (!services.containsKey(service)) {
                throw new IllegalArgumentException(
                        "socius.gateway.services."
                                + service.label()
                                + " is missing: the address of the "
                                + service.label());
            }
        }
    }

    URI address(Service service) {
        URI address = services.get(service);
        if (address == null) {
            throw new IllegalStateException("No address of " + service.label());
        }
        return address;
    }

    /**
     * How many requests a caller may send.
     *
     * @param perSecond refill of the bucket
     * @param burst size of the bucket
     */
    record Rate(int perSecond, int burst) {

        Rate {
            if (perSecond < 1 || burst < 1) {
                throw new IllegalArgumentException(
                        "A rate needs at least one request a second and a burst of one");
            }
        }
    }
}
