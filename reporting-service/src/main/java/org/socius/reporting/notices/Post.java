package org.socius.reporting.notices;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.mail.MailException;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.MimeMessageHelper;

/**
 * Writes digests when they fall due and sends what is in the outbox. Works beside everything else:
 * a mail server that is away holds up nobody but its mails.
 */
final class Post implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Post.class);
    private static final long POLL_MILLIS = 250;

    /** A notice taken in this moment may not be visible yet: the next digest has it. */
    private static final Duration UNSETTLED = Duration.ofSeconds(5);

    private final Noticeboard board;
    private final People people;
    private final Outbox outbox;
    private final Letters letters;
    private final JavaMailSender sender;
    private final Settings settings;
    private final Clock businessClock;
    private final ScheduledExecutorService worker =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("post").daemon().factory());

    /**
     * @param from address of the sender
     * @param keepTrying how long after a mail was written it is still worth sending
     */
    record Settings(String from, Duration keepTrying) {}

    Post(
            Noticeboard board,
            People people,
            Outbox outbox,
            Letters letters,
            JavaMailSender sender,
            Settings settings,
            Clock businessClock) {
        this.board = board;
        this.people = people;
        this.outbox = outbox;
        this.letters = letters;
        this.sender = sender;
        this.settings = settings;
        this.businessClock = businessClock;
    }

    void start() {
        worker.scheduleWithFixedDelay(this::work, POLL_MILLIS, POLL_MILLIS, TimeUnit.MILLISECONDS);
        worker.scheduleWithFixedDelay(this::tidy, 1, 60, TimeUnit.MINUTES);
    }

    private void work() {
        try {
            writeDigests();
            sendWaiting();
        } catch (RuntimeException e) {
            log.warn("Mails wait for the next round", e);
        }
    }

    private void tidy() {
        try {
            board.forgetOld();
            outbox.forgetOld(businessClock.instant());
        } catch (RuntimeException e) {
            log.warn("Old notices stay for another hour", e);
        }
    }

    /** The id of a digest is made of person and due time, so it is written once. */
    void writeDigests() {
        Instant now = businessClock.instant();
        for (People.DueDigest digest : people.dueDigests(now)) {
            Instant upTo = now.minus(UNSETTLED);
            List<String> notices = board.digest(digest.reader(), digest.since(), upTo);
            if (!notices.isEmpty()) {
                String subject = digest.reader().subject();
                outbox.write(subject + "|digest|" + digest.due(), subject, notices, now);
            }
            people.digestDone(digest, upTo, now);
        }
    }

    /** Sends until nothing is due or the server does not take one. */
    void sendWaiting() {
        boolean goesOn = true;
        while (goesOn) {
            goesOn = outbox.claim().map(this::send).orElse(false);
        }
    }

    private boolean send(Outbox.Claimed mail) {
        People.Recipient to = people.recipient(mail.subject()).orElse(null);
        Letters.Letter letter = to == null ? null : letter(mail, to);
        if (to == null || to.address() == null || letter == null) {
            outbox.ended(mail, Outbox.State.DROPPED);
            return true;
        }
        try {
            sender.send(message(mail, to, to.address(), letter));
        } catch (MailException | MessagingException e) {
            boolean tooOld =
                    mail.made().isBefore(businessClock.instant().minus(settings.keepTrying()));
            log.warn(
                    "Mail {} was not taken, attempt {}: {}",
                    messageId(mail),
                    mail.attempt(),
                    e.getClass().getSimpleName());
            if (tooOld) {
                outbox.ended(mail, Outbox.State.GIVEN_UP);
            } else {
                outbox.failed(mail);
            }
            return false;
        }
        outbox.ended(mail, Outbox.State.SENT);
        return true;
    }

    private Letters.@Nullable Letter letter(Outbox.Claimed mail, People.Recipient to) {
        if (mail.notices().isEmpty()) {
            return to.code() == null ? null : letters.confirmation(to.language(), to.code());
        }
        List<Notice> notices = board.all(mail.notices());
        return notices.isEmpty() || to.digest() == Rhythm.NONE || !to.confirmed()
                ? null
                : letters.of(notices, to.language(), to.unsubscribe());
    }

    private MimeMessage message(
            Outbox.Claimed mail, People.Recipient to, String address, Letters.Letter letter)
            throws MessagingException {
        MimeMessage message = sender.createMimeMessage();
        MimeMessageHelper helper =
                new MimeMessageHelper(message, true, StandardCharsets.UTF_8.name());
        helper.setFrom(settings.from());
        helper.setTo(address);
        helper.setSubject(letter.subject());
        helper.setText(letter.plain(), letter.html());
        helper.setSentDate(Date.from(mail.made()));
        message.setHeader("Message-ID", messageId(mail));
        message.setHeader("Auto-Submitted", "auto-generated");
        message.setHeader("Content-Language", to.language());
        if (letter.unsubscribe() != null) {
            message.setHeader("List-Unsubscribe", "<" + letter.unsubscribe() + ">");
            message.setHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
        }
        return message;
    }

    /** The same for every attempt, so that a repeated mail can be told from a new one. */
    private String messageId(Outbox.Claimed mail) {
        UUID id = UUID.nameUUIDFromBytes(mail.id().getBytes(StandardCharsets.UTF_8));
        return "<" + id + settings.from().substring(settings.from().indexOf('@')) + ">";
    }

    @Override
    public void close() {
        worker.shutdownNow();
    }
}
