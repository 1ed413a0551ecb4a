package org.socius.reporting.notices;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.socius.contracts.Roles;
import org.socius.platform.command.Actor;
import org.socius.platform.problem.Rejection;
import org.socius.platform.web.Callers;
import org.socius.platform.web.ListQuery;
import org.socius.platform.web.Page;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RestController;

/** What the caller was told, and how the caller wants to be told. */
@RestController
class NotificationController {

    private static final String NOTIFICATIONS = "/api/v1/notifications";
    private static final int MAX_ADDRESS = 254;

    private final Noticeboard board;
    private final People people;
    private final Outbox outbox;
    private final Letters letters;
    private final AccountExports exports;
    private final Doorstep door;
    private final Clock clock;

    NotificationController(
            Noticeboard board,
            People people,
            Outbox outbox,
            Letters letters,
            AccountExports exports,
            Doorstep door,
            Clock clock) {
        this.board = board;
        this.people = people;
        this.outbox = outbox;
        this.letters = letters;
        this.exports = exports;
        this.door = door;
        this.clock = clock;
    }

    record NoBody() {}

    /**
     * How the caller wants to be told; what is left out goes back to what it was at first.
     *
     * @param email address for mails; without it the one the token vouches for
     * @param language of the mails: en, fr, es, pt or nl
     * @param digest how often there is mail
     * @param muted kinds there is no mail about
     */
    record PreferencesBody(
            @Nullable String email,
            @Nullable String language,
            @Nullable Rhythm digest,
            @Nullable Set<Kind> muted) {}

    /**
     * @param code from the mail that was sent to the address
     */
    record ConfirmationBody(@Nullable String code) {}

    /**
     * @param person account that is to be forgotten
     */
    record ErasureBody(@Nullable String person) {}

    @Operation(
            summary =
                    "What the caller was told, the newest first; as a substitute also what the person away is told")
    @GetMapping(NOTIFICATIONS)
    ResponseEntity<Page<Noticeboard.Shown>> list(HttpServletRequest http) {
        ListQuery query = ListQuery.of(http, Set.of("at"), "unread", "kind");
        String unread = query.value("unread");
        if (unread != null && !Set.of("true", "false").contains(unread)) {
            throw new Rejection.InvalidParameter("unread", "true or false is expected.");
        }
        Boolean read = unread == null ? null : unread.equals("false");
        return board.find(door.reader(), read, query).answer(query);
    }

    @Operation(summary = "How many notices there are for the caller, and which are unread")
    @GetMapping(NOTIFICATIONS + "/counts")
    Noticeboard.Counts counts(HttpServletRequest http) {
        ListQuery.none(http);
        return board.counts(door.reader());
    }

    @Operation(summary = "Marks one notice as read by the caller")
    @PostMapping(NOTIFICATIONS + "/{notice}/read")
    Noticeboard.Shown read(@PathVariable String notice, HttpServletRequest http) {
        return mark(notice, true, http);
    }

    @Operation(summary = "Takes the mark of one notice away again")
    @PostMapping(NOTIFICATIONS + "/{notice}/unread")
    Noticeboard.Shown unread(@PathVariable String notice, HttpServletRequest http) {
        return mark(notice, false, http);
    }

    private Noticeboard.Shown mark(String notice, boolean read, HttpServletRequest http) {
        People.Reader reader = door.reader();
        if (board.one(reader, notice).isEmpty()) {
            throw new Rejection.NotFound();
        }
        door.body(http, NoBody.class);
        board.mark(reader, notice, read);
        return board.one(reader, notice).orElseThrow(Rejection.NotFound::new);
    }

    @Operation(summary = "Marks everything as read by the caller")
    @PostMapping(NOTIFICATIONS + "/read")
    Noticeboard.Counts readAll(HttpServletRequest http) {
        People.Reader reader = door.reader();
        door.body(http, NoBody.class);
        board.mark(reader, null, true);
        return board.counts(reader);
    }

    @Operation(summary = "How the caller wants to be told, and the address that is known")
    @GetMapping(NOTIFICATIONS + "/preferences")
    ResponseEntity<People.Preferences> preferences(HttpServletRequest http) {
        ListQuery.none(http);
        return shown(door.reader());
    }

    @Operation(
            summary = "Sets how the caller wants to be told",
            description =
                    "An address that the token does not vouch for gets a code first; mail goes there once the code was sent back.",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            mediaType = "application/json",
                                            schema =
                                                    @Schema(
                                                            implementation =
                                                                    PreferencesBody.class))))
    @PutMapping(NOTIFICATIONS + "/preferences")
    ResponseEntity<People.Preferences> prefer(HttpServletRequest http) {
        People.Reader reader = door.reader();
        PreferencesBody body = door.body(http, PreferencesBody.class);
        String language = body.language() == null ? "en" : body.language();
        if (!Letters.LANGUAGES.contains(language)) {
            throw new Rejection.UnknownCode("/language", "languages of mails", language);
        }
        String email = body.email() == null ? null : body.email().strip();
        if (email != null
                && (email.length() > MAX_ADDRESS
                        || !email.matches("[^\\s@<>\",;:\\\\]+@[^\\s@<>\",;:\\\\]+"))) {
            throw Rejection.InvalidFields.of(
                    "/email", "malformed", "An address such as name@ministry.example is expected.");
        }
        boolean toConfirm =
                people.prefer(
                        reader.subject(),
                        Doorstep.verifiedEmail(),
                        email,
                        language,
                        body.digest() == null ? Rhythm.IMMEDIATE : body.digest(),
                        body.muted() == null ? Set.of() : body.muted(),
                        clock.instant());
        if (toConfirm) {
            String hour = clock.instant().toString().substring(0, "2026-11-20T10".length());
            outbox.write(
                    reader.subject() + "|address|" + hour,
                    reader.subject(),
                    List.of(),
                    clock.instant());
        }
        return shown(reader);
    }

    @Operation(
            summary = "Confirms the address by the code that was sent there",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            mediaType = "application/json",
                                            schema =
                                                    @Schema(
                                                            implementation =
                                                                    ConfirmationBody.class))))
    @PostMapping(NOTIFICATIONS + "/preferences/confirmation")
    ResponseEntity<People.Preferences> confirm(HttpServletRequest http) {
        People.Reader reader = door.reader();
        ConfirmationBody body = door.body(http, ConfirmationBody.class);
        if (body.code() == null || !people.confirm(reader.subject(), body.code())) {
            throw Rejection.InvalidFields.of(
                    "/code", "wrong-code", "This is not the code that was sent to the address.");
        }
        return shown(reader);
    }

    private ResponseEntity<People.Preferences> shown(People.Reader reader) {
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .body(people.preferences(reader.subject()));
    }

    @Operation(
            summary = "Forgets an account: address, settings, marks, substitutions",
            description =
                    "For data-protection. An expert's account is forgotten with the expert by itself.",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            mediaType = "application/json",
                                            schema = @Schema(implementation = ErasureBody.class))))
    @PostMapping(NOTIFICATIONS + "/erasure")
    ErasureBody erasure(HttpServletRequest http) {
        if (!Callers.current().has(Roles.DATA_PROTECTION)) {
            throw new Rejection.Forbidden(List.of(Roles.DATA_PROTECTION));
        }
        ErasureBody body = door.body(http, ErasureBody.class);
        if (body.person() == null || body.person().isBlank()) {
            throw Rejection.InvalidFields.of("/person", "required", "Say whose account it is.");
        }
        board.forget(body.person());
        return body;
    }

    @Operation(
            summary = "Everything held of an account: settings, notices, mails, substitutions",
            description =
                    "Of the caller's own; data-protection may name another person (account) or expert, an expert its own id.")
    @GetMapping(NOTIFICATIONS + "/data-export")
    ResponseEntity<AccountExports.DataExport> dataExport(HttpServletRequest http) {
        ListQuery query = ListQuery.unpaged(http, List.of("person", "expert"));
        People.Reader reader = door.reader();
        Actor caller = Callers.current();
        String person = query.value("person");
        String expert = query.value("expert");
        if (person != null && expert != null) {
            throw new Rejection.InvalidParameter("expert", "Name a person or an expert.");
        }
        boolean own =
                expert != null
                        ? expert.equals(caller.expertId())
                        : person == null || person.equals(reader.subject());
        if (!own && !caller.has(Roles.DATA_PROTECTION)) {
            throw new Rejection.NotFound();
        }
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .body(
                        expert != null
                                ? exports.ofExpert(expert, clock.instant())
                                : exports.ofPerson(
                                        person == null ? reader.subject() : person,
                                        clock.instant()));
    }

    @Operation(summary = "The page behind the link at the foot of a mail")
    @GetMapping(path = NOTIFICATIONS + "/unsubscribe/{token}", produces = MediaType.TEXT_HTML_VALUE)
    ResponseEntity<String> unsubscribePage(@PathVariable String token, HttpServletRequest http) {
        ListQuery.none(http);
        return page(token, false);
    }

    @Operation(
            summary = "Ends all mail to who got this token",
            description = "One click, as RFC 8058 has it; the list stays.")
    @PostMapping(
            path = NOTIFICATIONS + "/unsubscribe/{token}",
            produces = MediaType.TEXT_HTML_VALUE)
    ResponseEntity<String> unsubscribe(@PathVariable String token) {
        people.unsubscribe(token);
        return page(token, true);
    }

    private ResponseEntity<String> page(String token, boolean done) {
        String language = people.byToken(token).orElseThrow(Rejection.NotFound::new).language();
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType("text/html;charset=UTF-8"))
                .cacheControl(CacheControl.noStore())
                .header(
                        "Content-Security-Policy",
                        "default-src 'none'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'")
                .body(letters.unsubscribePage(language, done));
    }
}
