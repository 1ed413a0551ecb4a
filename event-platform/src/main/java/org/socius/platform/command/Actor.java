package org.socius.platform.command;

import java.util.Collection;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who acts: the subject of a token, or a part of the system.
 *
 * @param id opaque subject of the token; for the system the name of the part
 * @param role the one role of {@code roles} under which this command was allowed
 * @param roles every role of the token
 * @param institutions ids of the organisations the token speaks for; empty for staff
 * @param country ISO code a delegation is posted to, else null
 * @param expertId the expert's own id, else null
 */
public record Actor(
        String id,
        String role,
        Set<String> roles,
        Set<String> institutions,
        @Nullable String country,
        @Nullable String expertId,
        boolean emailVerified,
        @Nullable String name) {

    /** The role of everything that happens without a person. */
    public static final String SYSTEM = "system";

    /** Nobody: a reader without a token. */
    public static final Actor ANONYMOUS =
            new Actor("anonymous", "anonymous", Set.of(), Set.of(), null, null, false, null);

    public Actor {
        roles = Set.copyOf(roles);
        institutions = Set.copyOf(institutions);
    }

    /** A part of the system, such as a policy or a timer. */
    public static Actor system(String part) {
        return new Actor(part, SYSTEM, Set.of(SYSTEM), Set.of(), null, null, false, null);
    }

    /** The same person, acting under one of the roles of the token. */
    public Actor as(String actingRole) {
        return new Actor(
                id, actingRole, roles, institutions, country, expertId, emailVerified, name);
    }

    /** The same person, speaking for these organisations. */
    public Actor speakingFor(Set<String> organisations) {
        return new Actor(id, role, roles, organisations, country, expertId, emailVerified, name);
    }

    public boolean has(String wanted) {
        return roles.contains(wanted);
    }

    public boolean hasAny(Collection<String> wanted) {
        return wanted.stream().anyMatch(roles::contains);
    }

    /** True if the token speaks for this organisation. */
    public boolean actsFor(@Nullable String institutionId) {
        return institutionId != null && institutions.contains(institutionId);
    }

    public boolean isSystem() {
        return role.equals(SYSTEM);
    }

    public boolean isAnonymous() {
        return this.equals(ANONYMOUS);
    }
}
