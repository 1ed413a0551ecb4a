package org.socius.expert.matching;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.socius.contracts.reference.MemberStates;
import org.socius.expert.matching.Match.Criterion;
import org.socius.expert.matching.Match.FreeTime;
import org.socius.expert.matching.Match.MustHave;
import org.socius.expert.matching.Match.Period;
import org.socius.expert.matching.Match.Rotation;
import org.socius.expert.matching.Match.State;
import org.socius.expert.roster.Candidate;
import org.socius.expert.roster.Profile;
import org.socius.expert.roster.Profile.Employment;
import org.socius.expert.roster.Profile.Expertise;
import org.socius.expert.roster.Profile.Language;

/**
 * Compares candidates with a need. The same candidates on the same day come out in the same order:
 * who meets every condition first, then by score, then who has had fewer missions lately, then by
 * id.
 */
final class Matching {

    private static final List<String> LEVELS = List.of("A1", "A2", "B1", "B2", "C1", "C2");

    /** Share of the technical points that the area brings; the years bring the rest. */
    private static final double AREA_SHARE = 0.6;

    /** Share of the area's points for another part of the same field. */
    private static final double SAME_FIELD = 0.5;

    /** Years for all points where none are asked for; else twice those asked for. */
    private static final int MANY_YEARS = 20;

    /** Share of the points abroad for having worked in the country itself. */
    private static final double SAME_COUNTRY = 0.5;

    /** So many countries and missions outside the Union bring the other points abroad. */
    private static final int MUCH_ABROAD = 5;

    /** How near each category is to the civil servants who ask (R67). */
    private static final Map<String, Double> PEERS =
            Map.of(
                    "PUBLIC_ADMINISTRATION", 1.0,
                    "MANDATED_BODY", 1.0,
                    "SOCIAL_PARTNER", 0.6,
                    "ACADEMIA", 0.6,
                    "INTERNATIONAL_ORGANISATION", 0.6,
                    "PARTNER_COUNTRY_PRACTITIONER", 0.6,
                    "PRIVATE", 0.2);

    private final MatchingSettings settings;

    Matching(MatchingSettings settings) {
        this.settings = settings;
    }

    List<Match> ranked(Need need, List<Candidate> candidates, LocalDate today) {
        return candidates.stream()
                .map(candidate -> match(need, candidate, today))
                .sorted(
                        Comparator.comparing(Match::meetsAll)
                                .thenComparing(Match::score)
                                .reversed()
                                .thenComparing(match -> match.rotation().recentMissions())
                                .thenComparing(Match::expertId))
                .toList();
    }

    Match match(Need need, Candidate candidate, LocalDate today) {
        Employment employment = candidate.profile().employmentOn(today).orElse(null);
        FreeTime availability = availability(need, candidate);
        Rotation rotation = rotation(candidate, today);
        List<Criterion> criteria =
                List.of(
                        technicalFit(need, candidate.profile()),
                        experienceAbroad(need, candidate, today),
                        language(need, candidate.profile()),
                        peerBackground(employment, today));
        double points = criteria.stream().mapToDouble(Criterion::points).sum();
        return new Match(
                candidate.expertId(),
                rounded(Math.max(0, points - rotation.deduction())),
                mustHaves(need, candidate, employment, availability, today),
                criteria,
                availability,
                rotation);
    }

    private static List<MustHave> mustHaves(
            Need need,
            Candidate candidate,
            @Nullable Employment employment,
            FreeTime availability,
            LocalDate today) {
        Profile profile = candidate.profile();
        List<MustHave> all = new ArrayList<>();
        all.add(
                new MustHave(
                        "EXPERTISE_AREA",
                        "expertise " + need.area(),
                        orNone(profile.expertise()).stream().anyMatch(e -> need.isOf(e.area()))));
        Integer asked = need.years();
        if (asked != null) {
            all.add(new MustHave("YEARS", asked + " years in it", years(need, profile) >= asked));
        }
        new TreeMap<>(need.languages())
                .forEach(
                        (code, level) ->
                                all.add(
                                        new MustHave(
                                                "LANGUAGE",
                                                code + " " + level,
                                                rank(level(profile, code)) >= rank(level))));
        boolean onSite = need.onSiteFrom() != null;
        all.add(
                new MustHave(
                        onSite ? "ON_SITE" : "REMOTE",
                        onSite ? "works on site" : "works at a distance",
                        !Boolean.FALSE.equals(onSite ? profile.onSite() : profile.remote())));
        all.add(
                new MustHave(
                        "AVAILABLE",
                        "available " + need.from() + " to " + need.to(),
                        availability.state() == State.FREE));
        all.add(
                new MustHave(
                        "NOT_ON_SITE_ELSEWHERE",
                        "in no other activity on site on these days (R54)",
                        availability.onSiteElsewhere().isEmpty()));
        all.add(
                new MustHave(
                        "NO_SEAT_YET",
                        "no seat of the activity yet (R85)",
                        candidate.bookings().stream()
                                .noneMatch(
                                        b ->
                                                b.running()
                                                        && b.actionId().equals(need.actionId())
                                                        && b.activity() == need.activity())));
        all.add(
                new MustHave(
                        "NOT_OF_THE_PARTNER",
                        "not employed by the requesting institution (R76)",
                        employment != null && !profile.worksFor(need.partner(), today)));
        return all;
    }

    private Criterion technicalFit(Need need, Profile profile) {
        boolean same = orNone(profile.expertise()).stream().anyMatch(e -> need.isOf(e.area()));
        boolean field =
                orNone(profile.expertise()).stream()
                        .anyMatch(e -> e.area().startsWith(need.field()));
        int years = years(need, profile);
        Integer asked = need.years();
        double enough = asked == null || asked == 0 ? MANY_YEARS : 2.0 * asked;
        double area = same ? 1 : field ? SAME_FIELD : 0;
        double share = AREA_SHARE * area + (1 - AREA_SHARE) * Math.min(1, years / enough);
        return criterion(
                "technicalFit",
                settings.weights().technicalFit(),
                share,
                (same
                                ? "Expertise " + need.area()
                                : field
                                        ? "Other expertise of field " + need.field()
                                        : "Another field")
                        + ", "
                        + years
                        + " years"
                        + (asked == null ? "." : "; " + asked + " asked for."));
    }

    /** The most years in the area asked for, else in the field. */
    private static int years(Need need, Profile profile) {
        List<Expertise> all = orNone(profile.expertise());
        boolean same = all.stream().anyMatch(e -> need.isOf(e.area()));
        return all.stream()
                .filter(e -> same ? need.isOf(e.area()) : e.area().startsWith(need.field()))
                .map(Expertise::years)
                .filter(Objects::nonNull)
                .mapToInt(Integer::intValue)
                .max()
                .orElse(0);
    }

    private Criterion experienceAbroad(Need need, Candidate candidate, LocalDate today) {
        List<String> abroad =
                orNone(candidate.profile().countriesWorkedIn()).stream()
                        .filter(country -> !MemberStates.isMember(country, today))
                        .distinct()
                        .toList();
        boolean there = need.country() != null && abroad.contains(need.country());
        int missions = candidate.missionsEnded().size();
        double share =
                (there ? SAME_COUNTRY : 0)
                        + (1 - SAME_COUNTRY)
                                * Math.min(1, (abroad.size() + missions) / (double) MUCH_ABROAD);
        return criterion(
                "experienceAbroad",
                settings.weights().experienceAbroad(),
                share,
                (there ? "Has worked in " + need.country() + "; " : "")
                        + abroad.size()
                        + " countries outside the Union, "
                        + missions
                        + " missions.");
    }

    private Criterion language(Need need, Profile profile) {
        double share =
                need.languages().entrySet().stream()
                        .mapToDouble(
                                asked ->
                                        Math.min(
                                                1,
                                                rank(level(profile, asked.getKey()))
                                                        / (double) rank(asked.getValue())))
                        .average()
                        .orElse(1);
        String why =
                new TreeMap<>(need.languages())
                        .entrySet().stream()
                                .map(
                                        asked ->
                                                asked.getKey()
                                                        + " "
                                                        + Objects.requireNonNullElse(
                                                                level(profile, asked.getKey()),
                                                                "none")
                                                        + ", "
                                                        + asked.getValue()
                                                        + " asked for")
                                .collect(Collectors.joining("; "));
        return criterion(
                "language",
                settings.weights().language(),
                share,
                why.isEmpty() ? "No language is asked for." : why + ".");
    }

    private static @Nullable String level(Profile profile, String code) {
        return orNone(profile.languages()).stream()
                .filter(language -> language.code().equals(code))
                .map(Language::level)
                .max(Comparator.comparingInt(Matching::rank))
                .orElse(null);
    }

    private static int rank(@Nullable String level) {
        return level == null ? 0 : LEVELS.indexOf(level) + 1;
    }

    private Criterion peerBackground(@Nullable Employment employment, LocalDate today) {
        double share = employment == null ? 0 : PEERS.getOrDefault(employment.category(), 0.0);
        return criterion(
                "peerBackground",
                settings.weights().peerBackground(),
                share,
                employment == null
                        ? "No employer today."
                        : employment.category()
                                + " in "
                                + employment.country()
                                + (employment.inMemberState(today) ? ", a Member State." : "."));
    }

    private static Criterion criterion(String code, int weight, double share, String why) {
        return new Criterion(code, weight, rounded(weight * share), why);
    }

    private static double rounded(double points) {
        return Math.round(points * 10) / 10.0;
    }

    private static FreeTime availability(Need need, Candidate candidate) {
        List<Profile.Availability> said = orNone(candidate.profile().availability());
        List<Period> stated =
                said.stream()
                        .filter(a -> !a.from().isAfter(need.to()) && !a.to().isBefore(need.from()))
                        .map(a -> within(a.from(), a.to(), need.from(), need.to()))
                        .sorted(Comparator.comparing(Period::from).thenComparing(Period::to))
                        .toList();
        LocalDate first = need.onSiteFrom();
        LocalDate last = need.onSiteTo();
        List<Period> elsewhere =
                first == null || last == null
                        ? List.of()
                        : candidate.bookings().stream()
                                .filter(booking -> booking.meets(first, last))
                                .map(b -> within(b.from(), b.to(), first, last))
                                .sorted(Comparator.comparing(Period::from))
                                .toList();
        State state =
                said.isEmpty()
                        ? State.NOT_STATED
                        : stated.isEmpty()
                                ? State.NOT_FREE
                                : covers(stated, need) ? State.FREE : State.PARTLY;
        return new FreeTime(state, need.from(), need.to(), stated, elsewhere);
    }

    private static boolean covers(List<Period> inOrder, Need need) {
        LocalDate open = need.from();
        for (Period period : inOrder) {
            if (!period.from().isAfter(open) && !period.to().isBefore(open)) {
                open = period.to().plusDays(1);
            }
        }
        return open.isAfter(need.to());
    }

    private static Period within(
            @Nullable LocalDate from, @Nullable LocalDate to, LocalDate first, LocalDate last) {
        return new Period(
                from == null || from.isBefore(first) ? first : from,
                to == null || to.isAfter(last) ? last : to);
    }

    private Rotation rotation(Candidate candidate, LocalDate today) {
        LocalDate since = today.minusMonths(settings.rotationMonths());
        int recent =
                (int)
                        (candidate.missionsEnded().stream()
                                        .filter(ended -> ended.isAfter(since))
                                        .count()
                                + candidate.bookings().stream()
                                        .filter(Candidate.Booking::running)
                                        .count());
        return new Rotation(
                recent,
                candidate.missionsEnded().stream().max(Comparator.naturalOrder()).orElse(null),
                Math.min(settings.rotationLimit(), recent * settings.rotationDeduction()));
    }

    private static <T> List<T> orNone(@Nullable List<T> stated) {
        return stated == null ? List.of() : stated;
    }
}
