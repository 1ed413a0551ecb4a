package org.socius.gateway;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The mails an installation for demonstrations keeps instead of sending; a bean only there. */
@FunctionalInterface
public interface DemoMailbox {

    /**
     * A mail that was to be sent.
     *
     * @param id its Message-ID; two mails with one id are one mail sent twice
     * @param at its date, by the business clock
     */
    record Mail(
            @Nullable String id, @Nullable Instant at, String to, String subject, String text) {}

    /** What is kept, the newest first. */
    List<Mail> newest();
}
