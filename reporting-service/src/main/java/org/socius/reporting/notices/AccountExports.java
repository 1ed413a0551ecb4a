package org.socius.reporting.notices;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Everything that is held of accounts: how they want to be told, and what they were told. */
final class AccountExports {

    private final People people;
    private final Substitutions substitutions;
    private final Noticeboard board;
    private final Outbox outbox;

    AccountExports(People people, Substitutions substitutions, Noticeboard board, Outbox outbox) {
        this.people = people;
        this.substitutions = substitutions;
        this.board = board;
        this.outbox = outbox;
    }

    /**
     * Accounts with all that is held of them.
     *
     * @param accounts one for each account; none if nothing is held
     */
    record DataExport(Instant exportedAt, List<Account> accounts) {}

    /**
     * What is held of one account.
     *
     * @param person subject of the account
     * @param known what its last token said; null if it was never here
     * @param preferences null if it was never here
     * @param notices those for this person alone and those the person marked as read, the newest
     *     first
     * @param mails that were or are to be sent, the newest first; their text is not kept
     */
    record Account(
            String person,
            People.@Nullable Claims known,
            People.@Nullable Preferences preferences,
            List<Substitutions.Substitution> substitutions,
            List<Noticeboard.Shown> notices,
            List<Outbox.Kept> mails) {}

    /** What is held of an account. */
    DataExport ofPerson(String subject, Instant now) {
        return new DataExport(now, List.of(account(subject)));
    }

    /** What is held of the accounts of an expert. */
    DataExport ofExpert(String expertId, Instant now) {
        return new DataExport(
                now, people.accountsOf(expertId).stream().map(this::account).toList());
    }

    private Account account(String subject) {
        Optional<People.Claims> known = people.claimsOf(subject);
        String expertId = known.map(People.Claims::expert).orElse(null);
        return new Account(
                subject,
                known.orElse(null),
                known.isPresent() ? people.preferences(subject) : null,
                substitutions.of(subject),
                board.about(
                        subject,
                        expertId == null
                                ? Set.of(Audience.person(subject).key())
                                : Set.of(
                                        Audience.person(subject).key(),
                                        Audience.expert(expertId).key())),
                outbox.of(subject));
    }
}
