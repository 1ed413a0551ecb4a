package org.socius.platform.web;

import com.mongodb.MongoException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Path;
import jakarta.validation.Validator;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.common.lock.LockAcquisitionFailedException;
import org.axonframework.eventsourcing.AggregateDeletedException;
import org.axonframework.eventsourcing.IncompatibleAggregateException;
import org.axonframework.messaging.MetaData;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.axonframework.modelling.command.AggregateStreamCreationException;
import org.axonframework.modelling.command.AnnotationCommandTargetResolver;
import org.axonframework.modelling.command.CommandTargetResolver;
import org.axonframework.modelling.command.ConcurrencyException;
import org.jspecify.annotations.Nullable;
import org.socius.platform.command.Actor;
import org.socius.platform.command.CommandContext;
import org.socius.platform.problem.Rejection;
import org.socius.platform.problem.Rejection.FieldError;
import org.socius.platform.store.AppendRefused;
import org.socius.platform.time.Brussels;
import org.socius.platform.web.CommandJournal.Recorded;
import org.socius.platform.web.ResourceReader.Shown;
import org.springframework.http.ResponseEntity;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Where commands come in over HTTP. In this order: may the caller read the resource (404), may one
 * of its roles give the command (403), has the command been carried out before (the first answer
 * again), is the body of the right shape (400, 422); then the command goes to its aggregate, and
 * the resource is answered as it is after it.
 *
 * <p>Every body may carry {@code reason}, {@code reasonCode}, {@code occurredOn} and {@code
 * onBehalfOf} beside its own fields.
 */
public final class CommandDesk {

    private static final int MAX_BODY_BYTES = 1 << 20;
    private static final int MAX_REASON = 2_000;
    private static final int ATTEMPTS = 5;

    private final CommandGateway commands;
    private final CommandJournal journal;
    private final Validator validator;
    private final Clock clock;
    private final Supplier<String> ids;
    private final Settings settings;
    private final StrictJson json = new StrictJson();
    private final JsonMapper results = JsonMapper.builder().build();

    /**
     * Which roles have the wider rights of the conventions.
     *
     * @param lateEntryRoles may state {@code occurredOn}
     * @param onBehalfRole may state {@code onBehalfOf}
     * @param organisationRoles whose {@code onBehalfOf.id} is an organisation's
     * @param expertRole whose {@code onBehalfOf.id} is an expert's
     */
    public record Settings(
            Set<String> lateEntryRoles,
            String onBehalfRole,
            Set<String> organisationRoles,
            String expertRole) {}

    /** What is stored with the commit and answered again when the command is repeated. */
    private record Answer(
            String fingerprint,
            int status,
            @Nullable String location,
            @Nullable String resource,
            @Nullable String aggregate) {}

    private static final CommandTargetResolver TARGETS =
            AnnotationCommandTargetResolver.builder().build();

    private static final Pattern REASON_CODE = Pattern.compile("[A-Z][A-Z0-9]*(_[A-Z0-9]+)*");

    private record OnBehalfOf(String role, String id) {}

    public CommandDesk(
            CommandGateway commands,
            CommandJournal journal,
            Validator validator,
            Clock clock,
            Supplier<String> ids,
            Settings settings) {
        this.commands = commands;
        this.journal = journal;
        this.validator = validator;
        this.clock = clock;
        this.ids = ids;
        this.settings = settings;
    }

    /** A command that has just arrived. */
    public Call on(HttpServletRequest request) {
        return new Call(request);
    }

    /**
     * A new thing with an address of its own, and the command that makes it.
     *
     * @param aggregate the aggregate whose version its ETag shows
     */
    public record Creation(String id, Object command, String aggregate) {

        /** A new thing that is an aggregate of its own. */
        public Creation(String id, Object command) {
            this(id, command, id);
        }
    }

    /**
     * What a body says beside its fields.
     *
     * @param person who acts: the caller, or the one for whom it is entered
     * @param emptied names of the fields that the body has as null; absent ones are not among them
     */
    public record Given(Actor person, Set<String> emptied) {}

    /** One command on its way through the desk. */
    public final class Call {

        private final HttpServletRequest request;
        private final Actor caller = Callers.current();
        private @Nullable ResourceReader reader;
        private @Nullable String resourceId;
        private @Nullable String aggregate;
        private String reasonList = "";
        private Predicate<String> listedReasons = code -> true;
        private Set<String> allowed = Set.of();
        private boolean reasonRequired;
        private @Nullable BodyWithFile file;
        private Set<String> inAddress = Set.of();

        private Call(HttpServletRequest request) {
            this.request = request;
        }

        /**
         * The resource the command is for; it must exist and the caller must be able to read it.
         */
        public Call resource(ResourceReader resourceReader, String id) {
            this.reader = resourceReader;
            this.resourceId = id;
            return this;
        }

        /** The aggregate whose version the resource shows, where that has another id. */
        public Call versionedBy(String aggregateId) {
            this.aggregate = aggregateId;
            return this;
        }

        /** The roles that may give this command. */
        public Call allow(String... roles) {
            this.allowed = Set.copyOf(Arrays.asList(roles));
            return this;
        }

        /**
         * The codes that {@code reasonCode} may have, if it is given.
         *
         * @param list as it is called in a refusal
         */
        public Call reasonCodes(String list, Predicate<String> listed) {
            this.reasonList = list;
            this.listedReasons = listed;
            return this;
        }

        /** The command needs a {@code reason}. */
        public Call reasonRequired() {
            this.reasonRequired = true;
            return this;
        }

        /** The body is multipart and holds a file. */
        public Call with(BodyWithFile body) {
            this.file = body;
            return this;
        }

        /** Parameters that may stand in the address; whoever calls reads them. */
        public Call inAddress(String... parameters) {
            this.inAddress = Set.of(parameters);
            return this;
        }

        /** Sends a command to the resource; 200 with the resource as it is afterwards. */
        public <B> ResponseEntity<Object> send(Class<B> bodyType, Function<B, Object> toCommand) {
            return send(bodyType, (body, _) -> toCommand.apply(body));
        }

        /** The same, for a command that depends on more than the fields. */
        public <B> ResponseEntity<Object> send(
                Class<B> bodyType, BiFunction<B, Given, Object> toCommand) {
            if (reader == null || resourceId == null) {
                throw new IllegalStateException("A command without a resource is a creation");
            }
            ResourceReader shownBy = reader;
            String id = resourceId;
            return carryOut(
                    bodyType,
                    (body, given) -> new Creation(id, toCommand.apply(body, given)),
                    shownBy,
                    false,
                    creation -> new Answer("", 200, null, id, aggregate == null ? id : aggregate));
        }

        /**
         * Sends a command that makes a new thing; 201 with its address.
         *
         * @param collection path of the new thing without its id, such as {@code /api/v1/requests}
         */
        public <B> ResponseEntity<Object> create(
                Class<B> bodyType,
                String collection,
                ResourceReader newThings,
                Function<B, Creation> toCreation) {
            return create(bodyType, collection, newThings, (body, _) -> toCreation.apply(body));
        }

        /** The same, for a command that depends on more than the fields. */
        public <B> ResponseEntity<Object> create(
                Class<B> bodyType,
                String collection,
                ResourceReader newThings,
                BiFunction<B, Given, Creation> toCreation) {
            return carryOut(
                    bodyType,
                    toCreation,
                    newThings,
                    true,
                    creation ->
                            new Answer(
                                    "",
                                    201,
                                    collection + "/" + creation.id(),
                                    creation.id(),
                                    creation.aggregate()));
        }

        private <B> ResponseEntity<Object> carryOut(
                Class<B> bodyType,
                BiFunction<B, Given, Creation> toCommand,
                ResourceReader shownBy,
                boolean creates,
                Function<Creation, Answer> toAnswer) {
            if (request.getAttribute(CommandRoute.LISTENER)
                    instanceof CommandRoute.Listener listener) {
                listener.takes(
                        new CommandRoute(bodyType, allowed, reasonRequired, creates, file != null));
                return ResponseEntity.noContent().build();
            }
            if (caller.isAnonymous()) {
                throw new Rejection.Unauthenticated();
            }
            if (reader != null && resourceId != null && reader.read(resourceId, caller).isEmpty()) {
                throw new Rejection.NotFound();
            }
            byte[] bytes = file == null && mayBeAllowed() ? readBody() : new byte[0];
            Optional<String> role = allowed.stream().filter(caller::has).sorted().findFirst();
            if (role.isEmpty() && !caller.has(settings.onBehalfRole())) {
                throw new Rejection.Forbidden(allowed);
            }
            ListQuery.noneOfCommand(request, inAddress);
            if (file == null) {
                return carryOut(json.read(bytes), role, bodyType, toCommand, shownBy, toAnswer);
            }
            try {
                return carryOut(fields(file), role, bodyType, toCommand, shownBy, toAnswer);
            } catch (Rejection.Unavailable e) {
                throw e;
            } catch (Rejection e) {
                file.drop();
                throw e instanceof Rejection.UnsupportedMediaType && role.isEmpty()
                        ? new Rejection.Forbidden(allowed)
                        : e;
            }
        }

        private <B> ResponseEntity<Object> carryOut(
                ObjectNode tree,
                Optional<String> role,
                Class<B> bodyType,
                BiFunction<B, Given, Creation> toCommand,
                ResourceReader shownBy,
                Function<Creation, Answer> toAnswer) {
            String fingerprint = fingerprint(tree);
            if (file != null) {
                tree.remove(BodyWithFile.FILE);
            }
            OnBehalfOf onBehalfOf = onBehalfOf(tree);
            if (onBehalfOf != null && !allowed.contains(onBehalfOf.role())
                    || onBehalfOf == null && role.isEmpty()) {
                throw new Rejection.Forbidden(allowed);
            }
            Actor actor =
                    caller.as(onBehalfOf == null ? role.orElseThrow() : settings.onBehalfRole());
            String key = idempotencyKey();
            if (key != null) {
                Optional<Recorded> earlier = journal.find(actor.id(), key);
                if (earlier.isPresent()) {
                    return replay(earlier.get(), fingerprint, shownBy);
                }
            }
            CommandContext frame = frame(tree, actor, onBehalfOf, key, fingerprint);
            B body = json.bind(tree, bodyType);
            validate(body);
            Creation creation =
                    toCommand.apply(body, new Given(frame.person(), StrictJson.nulls(tree)));
            Answer answer = toAnswer.apply(creation);
            CommandContext context = addressed(frame, creation, answer, fingerprint);
            try {
                dispatch(creation, context);
            } catch (AggregateStreamCreationException e) {
                Recorded first =
                        journal.findCreation(creation.id())
                                .orElseThrow(() -> new Rejection.IdInUse(creation.id()));
                if (!fingerprint.equals(stored(first).fingerprint())) {
                    throw new Rejection.IdInUse(creation.id());
                }
                return again(first, shownBy, false);
            } catch (AlreadyRecorded e) {
                return replay(e.recorded, fingerprint, shownBy);
            }
            return answer(
                    answer,
                    shownBy.read(creation.id(), caller).orElseThrow(Rejection.NotFound::new),
                    null,
                    false);
        }

        private boolean mayBeAllowed() {
            return caller.hasAny(allowed) || caller.has(settings.onBehalfRole());
        }

        private byte[] readBody() {
            String type = request.getContentType();
            if (request.getContentLengthLong() > MAX_BODY_BYTES) {
                throw new Rejection.TooLarge(MAX_BODY_BYTES);
            }
            try (InputStream in = request.getInputStream()) {
                byte[] bytes = in.readNBytes(MAX_BODY_BYTES + 1);
                if (bytes.length > MAX_BODY_BYTES) {
                    throw new Rejection.TooLarge(MAX_BODY_BYTES);
                }
                if (bytes.length > 0
                        && (type == null
                                || !type.toLowerCase(java.util.Locale.ROOT)
                                        .startsWith("application/json"))) {
                    throw new Rejection.UnsupportedMediaType("application/json");
                }
                return bytes;
            } catch (IOException e) {
                throw new Rejection.MalformedBody("The body ended early.");
            }
        }

        /** The texts of a body with a file, under the same conditions as those of any other. */
        private ObjectNode fields(BodyWithFile body) {
            ObjectNode fields =
                    json.read(json.canonical(body.read(request)).getBytes(StandardCharsets.UTF_8));
            if (fields.path("onBehalfOf").isString()) {
                byte[] other =
                        fields.get("onBehalfOf").stringValue().getBytes(StandardCharsets.UTF_8);
                fields.set("onBehalfOf", json.read(other));
            }
            return fields;
        }

        private @Nullable String idempotencyKey() {
            String key = request.getHeader("Idempotency-Key");
            if (key == null) {
                return null;
            }
            if (key.isEmpty()
                    || key.length() > 128
                    || !key.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
                throw new Rejection.MalformedHeader(
                        "Idempotency-Key", "The key must be 1 to 128 visible ASCII characters.");
            }
            return key;
        }

        private @Nullable Long expectedVersion() {
            String header = request.getHeader("If-Match");
            if (header == null || header.equals("*")) {
                return null;
            }
            if (!header.matches("\"(-1|\\d{1,18})\"")) {
                throw new Rejection.MalformedHeader(
                        "If-Match", "The version must be a quoted number such as \"7\".");
            }
            return Long.valueOf(header.substring(1, header.length() - 1));
        }

        private CommandContext frame(
                ObjectNode tree,
                Actor actor,
                @Nullable OnBehalfOf onBehalfOf,
                @Nullable String key,
                String fingerprint) {
            Instant now = clock.instant();
            String reason = text(tree, "reason", MAX_REASON);
            String reasonCode = text(tree, "reasonCode", 100);
            if (reasonCode != null && !REASON_CODE.matcher(reasonCode).matches()) {
                throw Rejection.InvalidFields.of(
                        "/reasonCode",
                        "wrong-form",
                        "A code such as NO_EXPERTISE_AVAILABLE is expected.");
            }
            if (reasonCode != null && !listedReasons.test(reasonCode)) {
                throw new Rejection.UnknownCode("/reasonCode", reasonList, reasonCode);
            }
            LocalDate occurredOn = occurredOn(tree, actor, now);
            if ((reasonRequired || onBehalfOf != null) && (reason == null || reason.isBlank())) {
                throw Rejection.InvalidFields.of(
                        "/reason", "required", "This needs a reason that can be read later.");
            }
            boolean late = occurredOn != null && occurredOn.isBefore(Brussels.day(now));
            Instant occurredAt = occurredOn == null || !late ? now : Brussels.noon(occurredOn);
            String requestId = RequestIds.of(request, ids);
            return new CommandContext(
                    actor,
                    actorFor(onBehalfOf),
                    occurredAt,
                    now,
                    late,
                    reason,
                    reasonCode,
                    key == null ? "once/" + ids.get() : key,
                    requestId,
                    requestId,
                    expectedVersion(),
                    fingerprint,
                    null,
                    null);
        }

        private @Nullable LocalDate occurredOn(ObjectNode tree, Actor actor, Instant now) {
            String text = text(tree, "occurredOn", 10);
            if (text == null) {
                return null;
            }
            if (!actor.hasAny(settings.lateEntryRoles())) {
                throw Rejection.InvalidFields.of(
                        "/occurredOn", "not-allowed", "Your role enters facts as they happen.");
            }
            try {
                LocalDate day = LocalDate.parse(text);
                if (day.isAfter(Brussels.day(now))) {
                    throw Rejection.InvalidFields.of(
                            "/occurredOn", "in-the-future", "A fact cannot lie in the future.");
                }
                return day;
            } catch (DateTimeParseException e) {
                throw Rejection.InvalidFields.of(
                        "/occurredOn", "wrong-type", "A date such as 2026-03-31 is expected.");
            }
        }

        private @Nullable OnBehalfOf onBehalfOf(ObjectNode tree) {
            JsonNode node = tree.remove("onBehalfOf");
            if (node == null || node.isNull()) {
                return null;
            }
            if (!caller.has(settings.onBehalfRole())) {
                throw new Rejection.Forbidden(Set.of(settings.onBehalfRole()));
            }
            if (!node.path("role").isString()
                    || !node.path("id").isString()
                    || node.path("id").stringValue().isBlank()
                    || node.size() != 2) {
                throw Rejection.InvalidFields.of(
                        "/onBehalfOf", "wrong-type", "An object with role and id is expected.");
            }
            return new OnBehalfOf(node.path("role").stringValue(), node.path("id").stringValue());
        }

        private @Nullable Actor actorFor(@Nullable OnBehalfOf other) {
            if (other == null) {
                return null;
            }
            boolean organisation = settings.organisationRoles().contains(other.role());
            return new Actor(
                    organisation ? other.role() + ":" + other.id() : other.id(),
                    other.role(),
                    Set.of(other.role()),
                    organisation ? Set.of(other.id()) : Set.of(),
                    null,
                    other.role().equals(settings.expertRole()) ? other.id() : null,
                    true,
                    null);
        }

        private String fingerprint(ObjectNode tree) {
            try {
                MessageDigest digest = MessageDigest.getInstance("SHA-256");
                digest.update(request.getMethod().getBytes(StandardCharsets.UTF_8));
                digest.update(request.getRequestURI().getBytes(StandardCharsets.UTF_8));
                digest.update(json.canonical(tree).getBytes(StandardCharsets.UTF_8));
                return HexFormat.of().formatHex(digest.digest(), 0, 16);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }

        private ResponseEntity<Object> replay(
                Recorded earlier, String fingerprint, ResourceReader shownBy) {
            if (!fingerprint.equals(stored(earlier).fingerprint())) {
                throw new Rejection.IdempotencyKeyReused();
            }
            return again(earlier, shownBy, true);
        }

        private ResponseEntity<Object> again(
                Recorded earlier, ResourceReader shownBy, boolean replayed) {
            if (file != null) {
                file.drop();
            }
            Answer first = stored(earlier);
            String id = first.resource() == null ? "" : first.resource();
            Shown now = shownBy.read(id, caller).orElseThrow(Rejection.NotFound::new);
            return answer(first, now, earlier.versions().get(first.aggregate()), replayed);
        }

        private ResponseEntity<Object> answer(
                Answer answer, Shown shown, @Nullable Long firstVersion, boolean replayed) {
            ResponseEntity.BodyBuilder response =
                    ResponseEntity.status(answer.status())
                            .eTag(
                                    "\""
                                            + (firstVersion == null
                                                    ? shown.version()
                                                    : firstVersion)
                                            + "\"");
            if (answer.location() != null) {
                response.location(URI.create(answer.location()));
            }
            if (replayed) {
                response.header("Idempotency-Replayed", "true");
            }
            return response.body(shown.body());
        }
    }

    private Answer stored(Recorded recorded) {
        return recorded.result().isEmpty()
                ? new Answer("", 200, null, null, null)
                : results.readValue(recorded.result(), Answer.class);
    }

    private CommandContext addressed(
            CommandContext c, Creation creation, Answer answer, String fingerprint) {
        String result =
                results.writeValueAsString(
                        new Answer(
                                fingerprint,
                                answer.status(),
                                answer.location(),
                                answer.resource(),
                                answer.aggregate()));
        return new CommandContext(
                c.actor(),
                c.onBehalfOf(),
                c.occurredAt(),
                c.recordedAt(),
                c.late(),
                c.reason(),
                c.reasonCode(),
                c.commandId(),
                c.correlationId(),
                c.causationId(),
                c.expectedVersion(),
                c.fingerprint(),
                subject(creation),
                result);
    }

    private static String subject(Creation creation) {
        try {
            return TARGETS.resolveTarget(GenericCommandMessage.asCommandMessage(creation.command()))
                    .getIdentifier();
        } catch (IllegalArgumentException makesIt) {
            return creation.aggregate();
        }
    }

    private void validate(Object body) {
        List<FieldError> errors = new ArrayList<>();
        for (ConstraintViolation<Object> violation : validator.validate(body)) {
            String constraint =
                    violation
                            .getConstraintDescriptor()
                            .getAnnotation()
                            .annotationType()
                            .getSimpleName();
            errors.add(
                    new FieldError(
                            pointer(violation.getPropertyPath()),
                            code(constraint),
                            violation.getMessage()));
        }
        if (!errors.isEmpty()) {
            errors.sort(java.util.Comparator.comparing(FieldError::pointer));
            throw new Rejection.InvalidFields(errors);
        }
    }

    private static String code(String constraint) {
        return switch (constraint) {
            case "NotNull", "NotBlank", "NotEmpty" -> "required";
            case "Size" -> "wrong-size";
            case "Min", "Max", "Positive", "PositiveOrZero", "DecimalMin", "DecimalMax" ->
                    "out-of-range";
            default -> "wrong-form";
        };
    }

    private static String pointer(Path path) {
        StringBuilder pointer = new StringBuilder();
        for (Path.Node node : path) {
            if (node.isInIterable()) {
                Object position = node.getIndex() == null ? node.getKey() : node.getIndex();
                pointer.append('/').append(StrictJson.escape(String.valueOf(position)));
            }
            if (node.getName() != null && !node.getName().startsWith("<")) {
                pointer.append('/').append(StrictJson.escape(node.getName()));
            }
        }
        return pointer.toString();
    }

    private static @Nullable String text(ObjectNode tree, String field, int max) {
        JsonNode node = tree.remove(field);
        if (node == null || node.isNull()) {
            return null;
        }
        if (!node.isString()) {
            throw Rejection.InvalidFields.of("/" + field, "wrong-type", "A text is expected.");
        }
        if (node.stringValue().length() > max) {
            throw Rejection.InvalidFields.of(
                    "/" + field, "too-long", "At most " + max + " characters.");
        }
        return node.stringValue();
    }

    private static final class AlreadyRecorded extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final transient Recorded recorded;

        AlreadyRecorded(Recorded recorded) {
            super(null, null, false, false);
            this.recorded = recorded;
        }
    }

    /** Whether the new thing exists; otherwise another aggregate has come into being meanwhile. */
    private static boolean exists(Creation creation, AggregateStreamCreationException refused) {
        return !(refused.getCause() instanceof AppendRefused.Conflict taken)
                || taken.aggregateId().equals(creation.aggregate());
    }

    private void dispatch(Creation creation, CommandContext context) {
        for (int attempt = 1; ; attempt++) {
            try {
                commands.send(
                                GenericCommandMessage.asCommandMessage(creation.command())
                                        .withMetaData(MetaData.with(CommandContext.KEY, context)))
                        .get();
                return;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new Rejection.Unavailable();
            } catch (ExecutionException e) {
                Throwable cause = e.getCause();
                if (cause instanceof AggregateStreamCreationException refused
                        && exists(creation, refused)) {
                    recordedNow(context);
                    throw refused;
                }
                if (cause instanceof ConcurrencyException
                        || cause instanceof AggregateStreamCreationException) {
                    recordedNow(context);
                    if (attempt == ATTEMPTS) {
                        throw new Rejection.Busy();
                    }
                    continue;
                }
                boolean none =
                        cause instanceof AggregateNotFoundException
                                && !(cause instanceof AggregateDeletedException);
                if (none || cause instanceof IncompatibleAggregateException) {
                    throw new Rejection.NotFound();
                }
                if (cause instanceof AppendRefused.TooLarge) {
                    throw new Rejection.TooLarge(MAX_BODY_BYTES);
                }
                if (cause instanceof AppendRefused
                        || cause instanceof LockAcquisitionFailedException
                        || cause instanceof MongoException) {
                    throw new Rejection.Unavailable();
                }
                recordedNow(context);
                throw cause instanceof RuntimeException fault
                        ? fault
                        : new IllegalStateException(cause);
            }
        }
    }

    private void recordedNow(CommandContext context) {
        if (context.commandId() != null) {
            journal.find(context.actor().id(), context.commandId())
                    .ifPresent(
                            recorded -> {
                                throw new AlreadyRecorded(recorded);
                            });
        }
    }
}
