package org.socius.action.projects;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.socius.action.plan.Texts;
import org.socius.contracts.reference.CodeList;
import org.socius.contracts.reference.Countries;
import org.socius.contracts.reference.MemberStates;
import org.socius.platform.format.Money;
import org.socius.platform.problem.Rejection;
import org.socius.platform.problem.Rejection.InvalidFields;
import org.socius.platform.serialization.PersonalData;

/** The parts a project is made of, and what each of them must hold by itself. */
public final class ProjectPlan {

    /** No amount of a project is higher, in minor units; sums of them stay numbers. */
    private static final long MAX_AMOUNT = 1_000_000_000_000_000L;

    private ProjectPlan() {}

    /** How a contribution is made. */
    public enum Kind {
        CASH,
        IN_KIND
    }

    /** What a component brings forth. */
    public enum DeliverableKind {
        POLICY_RECOMMENDATION,
        ASSESSMENT_REPORT,
        WORKSHOP,
        DIALOGUE_OR_STUDY_VISIT,
        TRAINING
    }

    /** How people meet. */
    public enum EventKind {
        WORKSHOP,
        CONFERENCE,
        STUDY_VISIT,
        DIALOGUE,
        TRAINING
    }

    /**
     * What one funder gives, as one source says it.
     *
     * @param amount null where the source names the funder and not its part
     * @param kind null only where the amount is
     */
    public record Contribution(
            @Nullable String funder,
            @Nullable Money amount,
            @Nullable Kind kind,
            @Nullable String source) {}

    /**
     * The money of a project. Several sources may tell of it differently: the contributions of the
     * source that states the total add up to it, those of other sources stand beside them and are
     * added to nothing.
     *
     * @param source of the total
     */
    public record Budget(Money total, String source, List<Contribution> contributions) {

        void requireSound() {
            if (total.amountMinor() <= 0 || total.amountMinor() > MAX_AMOUNT) {
                throw InvalidFields.of(
                        "R103", "/budget/total", "out-of-range", "A total is more than nothing.");
            }
            for (int i = 0; i < contributions.size(); i++) {
                Contribution c = contributions.get(i);
                String pointer = "/budget/contributions/" + i;
                if (blank(c.funder())) {
                    throw required("R103", pointer + "/funder", "Each contribution has a funder.");
                }
                if (blank(c.source())) {
                    throw required("R103", pointer + "/source", "Each figure has its source.");
                }
                Money amount = c.amount();
                if (amount != null && c.kind() == null) {
                    throw required(
                            "R103", pointer + "/kind", "An amount is given in cash or in kind.");
                }
                if (amount != null
                        && (amount.amountMinor() < 0 || amount.amountMinor() > MAX_AMOUNT)) {
                    throw InvalidFields.of(
                            "R103",
                            pointer + "/amount/amountMinor",
                            "out-of-range",
                            "A contribution is not negative.");
                }
            }
        }

        /**
         * True if the contributions of the total's own source make it up: exactly where all their
         * amounts are known, not more where some are unknown.
         */
        boolean addsUp() {
            List<Contribution> own =
                    contributions.stream().filter(c -> source.equals(c.source())).toList();
            long known = 0;
            boolean allKnown = !own.isEmpty();
            for (Contribution c : own) {
                Money amount = c.amount();
                if (amount == null) {
                    allKnown = false;
                } else if (amount.currency().equals(total.currency())) {
                    known = Math.addExact(known, amount.amountMinor());
                } else {
                    return false;
                }
            }
            return !own.isEmpty()
                    && (allKnown ? known == total.amountMinor() : known <= total.amountMinor());
        }

        /** Refuses budgets of components that are together more than the whole (R104). */
        void requireRoomFor(List<Component> components) {
            long sum = 0;
            for (int i = 0; i < components.size(); i++) {
                Money part = components.get(i).budget();
                if (part == null) {
                    continue;
                }
                String pointer = "/components/" + i + "/budget";
                if (!part.currency().equals(total.currency()) || part.amountMinor() < 0) {
                    throw InvalidFields.of(
                            "R104",
                            pointer,
                            "out-of-range",
                            "A component's budget is part of the project's, in its currency.");
                }
                if (part.amountMinor() > total.amountMinor() - sum) {
                    throw InvalidFields.of(
                            "R104",
                            pointer,
                            "out-of-range",
                            "The components have more than the project.");
                }
                sum += part.amountMinor();
            }
        }
    }

    /**
     * One part of the work, numbered from 1 in the order of the formulation.
     *
     * @param beneficiary the institution that is supported
     * @param budget null where it is not told
     */
    public record Component(
            Map<String, String> aim, @Nullable String beneficiary, @Nullable Money budget) {

        Component with(Money other) {
            return new Component(aim, beneficiary, other);
        }
    }

    /** A new budget of one component. */
    public record ComponentBudget(int component, Money budget) {}

    /** A committee or task force of the project. */
    public record Body(String name, String purpose) {}

    /**
     * An organisation of the consortium, numbered from 1 in the order of entry.
     *
     * @param name null where only the country is known
     * @param to last day, or null while it lasts
     */
    public record Member(
            @Nullable String name,
            @Nullable String acronym,
            String country,
            boolean chair,
            LocalDate from,
            @Nullable LocalDate to) {

        boolean isMemberOn(LocalDate day) {
            LocalDate last = to;
            return !day.isBefore(from) && (last == null || !day.isAfter(last));
        }

        Member named(@Nullable String otherName, @Nullable String otherAcronym) {
            return new Member(otherName, otherAcronym, country, chair, from, to);
        }

        Member until(LocalDate day) {
            return new Member(name, acronym, country, chair, from, day);
        }
    }

    /** Where something takes place. */
    public record Place(String city, String country) {}

    /**
     * Who comes.
     *
     * @param unit part of the institution, or null
     * @param level such as {@code high}, or null
     * @param occurrence which visit this is, from 1, or null
     * @param head name and function, or null
     */
    public record Delegation(
            String institution,
            @Nullable String unit,
            @Nullable String level,
            @Nullable Integer occurrence,
            @PersonalData @Nullable String head) {}

    /** A topic, with the theme it belongs to if one of the list fits. */
    public record Topic(Map<String, String> title, @Nullable String theme) {}

    /** What is held, where, from when to when, about what, for whom, and who houses it. */
    public record Meeting(
            EventKind kind,
            Map<String, String> title,
            Place place,
            LocalDate start,
            LocalDate end,
            List<Topic> topics,
            Delegation delegation,
            @Nullable String host) {

        void requireSound(LocalDate today) {
            requireCountry("/place/country", place.country());
            requireOrder("/end", start, end);
            if (end.isAfter(today)) {
                throw inTheFuture("/end");
            }
            if (topics.isEmpty()) {
                throw required(null, "/topics", "A project event has topics.");
            }
            List<String> themes = new ArrayList<>();
            topics.forEach(topic -> themes.add(Objects.requireNonNullElse(topic.theme(), "")));
            for (int i = 0; i < themes.size(); i++) {
                if (!themes.get(i).isEmpty()) {
                    requireTheme("/topics/" + i + "/theme", themes.get(i));
                }
            }
        }
    }

    /** Refuses members that are no consortium: one chair, at least two Member States. */
    static void requireConsortium(List<Member> members) {
        if (members.stream().filter(Member::chair).count() != 1) {
            throw InvalidFields.of(
                    "R100", "/members", "wrong-form", "A consortium has exactly one chair.");
        }
        for (int i = 0; i < members.size(); i++) {
            if (members.get(i).chair() && members.get(i).to() != null) {
                throw InvalidFields.of(
                        "R100",
                        "/members/" + i + "/to",
                        "not-allowed",
                        "A chair ends with its successor, when its member leaves.");
            }
        }
        if (memberStates(members).size() < 2) {
            throw InvalidFields.of(
                    "R101",
                    "/members",
                    "wrong-form",
                    "The members come from at least two Member States.");
        }
    }

    /** The Member States that members come from, each as of the day its member joined. */
    static Set<String> memberStates(List<Member> members) {
        return members.stream()
                .filter(m -> MemberStates.isMember(m.country(), m.from()))
                .map(Member::country)
                .collect(Collectors.toSet());
    }

    /** Refuses members without a country of the list or with a period that ends early. */
    static void requireMembers(List<Member> members) {
        if (members.isEmpty()) {
            throw required("R101", "/members", "Somebody joins.");
        }
        for (int i = 0; i < members.size(); i++) {
            Member member = members.get(i);
            requireCountry("/members/" + i + "/country", member.country());
            LocalDate to = member.to();
            if (to != null && to.isBefore(member.from())) {
                throw InvalidFields.of(
                        "R101",
                        "/members/" + i + "/to",
                        "wrong-order",
                        "A member's period does not end before it begins.");
            }
        }
    }

    static void requireComponents(List<Component> components) {
        if (components.isEmpty()) {
            throw required(null, "/components", "A project has at least one component.");
        }
        for (int i = 0; i < components.size(); i++) {
            if (blank(components.get(i).beneficiary())) {
                throw required(
                        "R102",
                        "/components/" + i + "/beneficiary",
                        "Each component has one beneficiary.");
            }
            requireText("/components/" + i + "/aim", components.get(i).aim());
        }
    }

    static void requireThemes(List<String> themes) {
        for (int i = 0; i < themes.size(); i++) {
            requireTheme("/themes/" + i, themes.get(i));
        }
    }

    /** Any theme that is known: a project may be older than the use of today. */
    private static void requireTheme(String pointer, String code) {
        if (CodeList.THEMES.find(code).isEmpty()) {
            throw new Rejection.UnknownCode(pointer, CodeList.THEMES.listName(), code);
        }
    }

    static void requireCountries(List<String> countries) {
        for (int i = 0; i < countries.size(); i++) {
            requireCountry("/countries/" + i, countries.get(i));
        }
    }

    static void requireCountry(String pointer, String code) {
        if (!Countries.isCode(code)) {
            throw new Rejection.UnknownCode(pointer, "ISO 3166 alpha-2", code);
        }
    }

    static void requireText(String pointer, Map<String, String> texts) {
        if (texts.isEmpty() || Texts.blank(texts)) {
            throw required(null, pointer, "A text is expected.");
        }
    }

    static void requireOrder(String pointer, LocalDate first, @Nullable LocalDate last) {
        if (last != null && last.isBefore(first)) {
            throw InvalidFields.of(
                    pointer, "wrong-order", "The end does not lie before the start.");
        }
    }

    static InvalidFields inTheFuture(String pointer) {
        return InvalidFields.of(pointer, "in-the-future", "A fact cannot lie in the future.");
    }

    static InvalidFields required(@Nullable String rule, String pointer, String message) {
        return InvalidFields.of(rule, pointer, "required", message);
    }

    private static boolean blank(@Nullable String text) {
        return text == null || text.isBlank();
    }
}
