package org.socius.platform.problem;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A refusal with a name: the command was understood and is not carried out, nothing has changed.
 * Subclasses state the fact ({@code RequestAlreadySubmitted}) and carry {@link Problem}; everything
 * that is not a Rejection is a fault.
 */
public abstract class Rejection extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final @Nullable String rule;
    private final transient Map<String, Object> facts = new LinkedHashMap<>();
    private final transient List<FieldError> errors = new ArrayList<>();

    /** A field that is wrong: JSON pointer into the body, stable code, sentence for people. */
    public record FieldError(String pointer, String code, String message) {}

    protected Rejection(String detail) {
        this(null, detail);
    }

    /**
     * @param rule the business rule that refuses, such as R48, or null
     * @param detail what is the matter in this case; no personal data
     */
    protected Rejection(@Nullable String rule, String detail) {
        super(detail, null, false, false);
        this.rule = rule;
    }

    /** Adds a fact that clients can translate; it becomes a member of the problem document. */
    protected final void fact(String name, Object value) {
        facts.put(name, value);
    }

    protected final void error(FieldError error) {
        errors.add(error);
    }

    /** The rule that refuses, or null where none of the domain's does. */
    public @Nullable String rule() {
        return rule;
    }

    public Map<String, Object> facts() {
        return facts;
    }

    public List<FieldError> errors() {
        return errors;
    }

    public Problem problem() {
        Problem problem = getClass().getAnnotation(Problem.class);
        if (problem == null) {
            throw new IllegalStateException(getClass() + " has no @Problem");
        }
        return problem;
    }

    @Problem(
            code = "malformed-body",
            status = 400,
            title = "The body cannot be read",
            remedy = "Send one JSON object, UTF-8, at most 32 levels deep.")
    public static final class MalformedBody extends Rejection {
        private static final long serialVersionUID = 1;

        public MalformedBody(String detail) {
            super(detail);
        }
    }

    @Problem(
            code = "malformed-header",
            status = 400,
            title = "A header cannot be read",
            remedy = "See the conventions of the API for the format of this header.")
    public static final class MalformedHeader extends Rejection {
        private static final long serialVersionUID = 1;

        public MalformedHeader(String header, String detail) {
            super(detail);
            fact("header", header);
        }
    }

    @Problem(
            code = "unknown-parameter",
            status = 400,
            title = "A query parameter is not known here",
            remedy = "Leave it out, or use one of those listed.")
    public static final class UnknownParameter extends Rejection {
        private static final long serialVersionUID = 1;

        public UnknownParameter(String parameter, Collection<String> allowed) {
            super("The parameter " + parameter + " is not known here.");
            fact("parameter", parameter);
            fact("allowed", List.copyOf(allowed));
        }
    }

    @Problem(
            code = "invalid-parameter",
            status = 400,
            title = "A query parameter cannot be read",
            remedy = "Correct the value of this parameter.")
    public static final class InvalidParameter extends Rejection {
        private static final long serialVersionUID = 1;

        public InvalidParameter(String parameter, String detail) {
            super(detail);
            fact("parameter", parameter);
        }
    }

    @Problem(
            code = "unauthenticated",
            status = 401,
            title = "A valid token is needed",
            remedy = "Fetch a token from the identity provider and send it as bearer token.")
    public static final class Unauthenticated extends Rejection {
        private static final long serialVersionUID = 1;

        public Unauthenticated() {
            super("The request carries no token that is accepted here.");
        }
    }

    @Problem(
            code = "forbidden",
            status = 403,
            title = "This role may not do that",
            remedy = "Ask somebody who holds one of the roles listed.")
    public static final class Forbidden extends Rejection {
        private static final long serialVersionUID = 1;

        public Forbidden(Collection<String> allowedRoles) {
            super("None of your roles may give this command.");
            fact("allowedRoles", allowedRoles.stream().sorted().toList());
        }
    }

    @Problem(
            code = "not-found",
            status = 404,
            title = "There is nothing here for you",
            remedy = "Check the address; it may also be that you may not read this.")
    public static final class NotFound extends Rejection {
        private static final long serialVersionUID = 1;

        public NotFound() {
            super("Nothing that you may read has this address.");
        }
    }

    @Problem(
            code = "wrong-state",
            status = 409,
            title = "The resource is not in a state that allows this",
            remedy = "Read the resource again and use one of the allowed transitions.")
    public static final class WrongState extends Rejection {
        private static final long serialVersionUID = 1;

        public WrongState(String state, Collection<String> allowedTransitions) {
            this(null, state, allowedTransitions);
        }

        /** A state in which a rule of the domain forbids it. */
        public WrongState(
                @Nullable String rule, String state, Collection<String> allowedTransitions) {
            super(rule, "This cannot be done in the state " + state + ".");
            fact("state", state);
            fact("allowedTransitions", List.copyOf(allowedTransitions));
        }
    }

    @Problem(
            code = "id-in-use",
            status = 409,
            title = "The id is taken by something else",
            remedy = "Choose another id, or send exactly what was sent before.")
    public static final class IdInUse extends Rejection {
        private static final long serialVersionUID = 1;

        public IdInUse(String id) {
            super("Something else was created under this id.");
            fact("id", id);
        }
    }

    @Problem(
            code = "entry-out-of-order",
            status = 409,
            title = "A late entry may not lie before the newest one",
            remedy = "Enter facts in the order in which they happened.")
    public static final class EntryOutOfOrder extends Rejection {
        private static final long serialVersionUID = 1;

        public EntryOutOfOrder(LocalDate newest) {
            super("The newest entry of this resource is dated " + newest + ".");
            fact("newestOccurredOn", newest.toString());
        }
    }

    @Problem(
            code = "busy",
            status = 409,
            title = "Others changed this at the same moment",
            remedy = "Send the command again.")
    public static final class Busy extends Rejection {
        private static final long serialVersionUID = 1;

        public Busy() {
            super("The resource changed several times while this command was carried out.");
            fact("retryAfterSeconds", 1);
        }
    }

    @Problem(
            code = "not-yet-known",
            status = 409,
            title = "A fact this depends on has not arrived yet",
            remedy = "Send the command again after the time given in Retry-After.")
    public static final class NotYetKnown extends Rejection {
        private static final long serialVersionUID = 1;

        /**
         * @param what the kind of thing that is awaited, such as {@code action}
         * @param id its id
         */
        public NotYetKnown(String what, String id) {
            super("The " + what + " is not known here, or not yet.");
            fact("awaited", what);
            fact("id", id);
            fact("retryAfterSeconds", 1);
        }
    }

    @Problem(
            code = "stale-version",
            status = 412,
            title = "The resource has changed since you read it",
            remedy = "Read it again, compare, and send your change for the current version.")
    public static final class StaleVersion extends Rejection {
        private static final long serialVersionUID = 1;

        public StaleVersion(long currentVersion) {
            super("The current version is " + currentVersion + ".");
            fact("currentVersion", currentVersion);
        }
    }

    @Problem(
            code = "too-large",
            status = 413,
            title = "The body is too large",
            remedy = "Send less; the limit is given in bytes.")
    public static final class TooLarge extends Rejection {
        private static final long serialVersionUID = 1;

        public TooLarge(long limitBytes) {
            super("The body is larger than " + limitBytes + " bytes.");
            fact("limitBytes", limitBytes);
        }
    }

    @Problem(
            code = "unsupported-media-type",
            status = 415,
            title = "This kind of body is not accepted",
            remedy = "Send application/json in UTF-8.")
    public static final class UnsupportedMediaType extends Rejection {
        private static final long serialVersionUID = 1;

        public UnsupportedMediaType(String accepted) {
            super("This address accepts " + accepted + ".");
            fact("accepted", accepted);
        }
    }

    @Problem(
            code = "invalid-fields",
            status = 422,
            title = "Some fields are wrong",
            remedy = "Correct the fields listed; nothing was stored.")
    public static final class InvalidFields extends Rejection {
        private static final long serialVersionUID = 1;

        public InvalidFields(List<FieldError> errors) {
            this(null, errors);
        }

        public InvalidFields(@Nullable String rule, List<FieldError> errors) {
            super(
                    rule,
                    errors.size() == 1
                            ? errors.get(0).message()
                            : errors.size() + " fields are wrong.");
            errors.forEach(this::error);
        }

        /** The same errors seen from further above, where the value stands below a pointer. */
        public InvalidFields below(String pointer) {
            return new InvalidFields(
                    rule(),
                    errors().stream()
                            .map(e -> new FieldError(pointer + e.pointer(), e.code(), e.message()))
                            .toList());
        }

        /** One wrong field. */
        public static InvalidFields of(String pointer, String code, String message) {
            return new InvalidFields(List.of(new FieldError(pointer, code, message)));
        }

        /** One wrong field, by a rule of the domain. */
        public static InvalidFields of(
                @Nullable String rule, String pointer, String code, String message) {
            return new InvalidFields(rule, List.of(new FieldError(pointer, code, message)));
        }
    }

    @Problem(
            code = "unknown-code",
            status = 422,
            title = "A code is not on its list",
            remedy = "Use a code of the reference list.")
    public static final class UnknownCode extends Rejection {
        private static final long serialVersionUID = 1;

        private final String list;

        public UnknownCode(String pointer, String list, String value) {
            this(
                    list,
                    new FieldError(
                            pointer,
                            "unknown-code",
                            "\"" + value + "\" is not on the list " + list + "."));
        }

        private UnknownCode(String list, FieldError error) {
            super("The value is not on the list " + list + ".");
            this.list = list;
            fact("list", list);
            error(error);
        }

        /** The same error seen from further above, where the value stands below a pointer. */
        public UnknownCode below(String pointer) {
            FieldError e = errors().get(0);
            return new UnknownCode(
                    list, new FieldError(pointer + e.pointer(), e.code(), e.message()));
        }
    }

    @Problem(
            code = "idempotency-key-reused",
            status = 422,
            title = "The idempotency key belongs to another command",
            remedy = "Use a new key for a new command.")
    public static final class IdempotencyKeyReused extends Rejection {
        private static final long serialVersionUID = 1;

        public IdempotencyKeyReused() {
            super("This key was sent before with another command.");
        }
    }

    @Problem(
            code = "unavailable",
            status = 503,
            title = "Something this command needs is down",
            remedy =
                    "Send the command again after the time given in Retry-After; with an idempotency key nothing happens twice.")
    public static final class Unavailable extends Rejection {
        private static final long serialVersionUID = 1;

        public Unavailable() {
            super("The store did not answer in time.");
            fact("retryAfterSeconds", 2);
        }
    }
}
