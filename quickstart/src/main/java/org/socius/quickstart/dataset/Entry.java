package org.socius.quickstart.dataset;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.socius.quickstart.journey.Api;

/**
 * Enters facts of the past for others, as an administrator may. Ids and keys follow from names, so
 * that loading again after an interruption repeats nothing.
 *
 * @param today no fact lies after this day
 */
record Entry(Api api, LocalDate today) {

    private static final String ADMIN = "admin";

    /** Where an id says its version. */
    private static final long VERSION = 0xF000;

    private static final long VERSION_5 = 0x5000;

    /** An answer other than success; it ends the loading. */
    static final class NotTaken extends RuntimeException {
        private static final long serialVersionUID = 1;

        NotTaken(String what, Api.Answer answer) {
            super(what + " was answered with " + answer.status() + " " + answer.body());
        }
    }

    /** Who is acted for: a role, and the id that goes with it. */
    record Person(String role, String id) {
        static Person staff(String role) {
            return new Person(role, role);
        }
    }

    /**
     * The id that something of this name always has. Its version is 5: those of version 3 are the
     * services' own, and no client may take one.
     */
    static String idOf(String name) {
        UUID named =
                UUID.nameUUIDFromBytes(("socius-demo/" + name).getBytes(StandardCharsets.UTF_8));
        return new UUID(
                        named.getMostSignificantBits() & ~VERSION | VERSION_5,
                        named.getLeastSignificantBits())
                .toString();
    }

    /** Enters what a person did on a day. */
    Api.Answer post(String key, Person person, LocalDate day, String path, Map<String, ?> body) {
        return taken(key, api.post(ADMIN, path, "demo/" + key, complete(person, day, body)));
    }

    /** Enters what a person changed on a day. */
    Api.Answer put(String key, Person person, LocalDate day, String path, Map<String, ?> body) {
        return taken(key, api.put(ADMIN, path, "demo/" + key, complete(person, day, body)));
    }

    /** Enters what a person does now. */
    Api.Answer now(String key, Person person, String path, Map<String, ?> body) {
        return post(key, person, today, path, body);
    }

    private Map<String, Object> complete(Person person, LocalDate day, Map<String, ?> body) {
        Map<String, Object> complete = new LinkedHashMap<>(body);
        complete.put("onBehalfOf", Map.of("role", person.role(), "id", person.id()));
        complete.putIfAbsent("reason", "Demo data");
        if (day.isBefore(today)) {
            complete.put("occurredOn", day.toString());
        }
        return complete;
    }

    private static Api.Answer taken(String key, Api.Answer answer) {
        if (answer.status() != 200 && answer.status() != 201) {
            throw new NotTaken(key, answer);
        }
        return answer;
    }
}
