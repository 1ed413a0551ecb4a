package org.socius.action.plan;

import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.socius.action.plan.ActionDesign.Share;
import org.socius.action.plan.TermsOfReference.ExpectedDeliverable;
import org.socius.action.plan.TermsOfReference.Period;
import org.socius.action.plan.TermsOfReference.Position;
import org.socius.contracts.reference.CodeList;
import org.socius.contracts.reference.Countries;
import org.socius.platform.problem.Rejection;
import org.socius.platform.problem.Rejection.InvalidFields;

/**
 * The rules that a design, a plan or terms of reference must keep by themselves, whatever the state
 * of the action. Each refusal points into the body as the outside contract shows it.
 */
public final class PlanRules {

    /** More working days than any activity takes. */
    private static final int MOST_DAYS = 1_000;

    /** For all texts of a design together; an amendment keeps it as it was and as it is. */
    private static final int MOST_CHARACTERS = 100_000;

    private PlanRules() {}

    /** Checks a design; whether its codes are in use is for the reference lists to say. */
    public static void check(ActionDesign design, ActionSettings settings) {
        requireText("/title", design.title());
        requireText("/objective", design.objective());
        if (design.characters() > MOST_CHARACTERS) {
            throw InvalidFields.of(
                    "/results",
                    "too-long",
                    "All texts of a design have at most " + MOST_CHARACTERS + " characters.");
        }
        if (design.typesOfAssistance().isEmpty()) {
            throw InvalidFields.of(
                    "R27",
                    "/typesOfAssistance",
                    "required",
                    "An action has at least one type of assistance.");
        }
        requireCodes(
                "/typesOfAssistance/%d", CodeList.TYPES_OF_ASSISTANCE, design.typesOfAssistance());
        if (design.themes().isEmpty()) {
            throw InvalidFields.of(
                    "R30", "/themes", "required", "An action has at least one theme.");
        }
        requireCodes(
                "/themes/%d/code",
                CodeList.THEMES, design.themes().stream().map(Share::code).toList());
        requireShares("R30", "/themes", design.themes());
        for (int i = 0; i < design.sdgTargets().size(); i++) {
            if (!design.sdgTargets().get(i).matches("([1-9]|1[0-7])\\.([1-9]\\d?|[a-z])")) {
                throw InvalidFields.of(
                        "/sdgTargets/" + i,
                        "wrong-form",
                        "A target such as 1.3 or 8.b is expected.");
            }
        }
        requireMarkers(design);
        if (!design.budgetCeiling().currency().equals("EUR")) {
            throw InvalidFields.of(
                    "/budgetCeiling/currency", "unknown-code", "Ceilings are stated in EUR.");
        }
        long budget = design.budgetCeiling().amountMinor();
        if (budget <= 0 || budget > settings.maxBudgetMinor()) {
            throw InvalidFields.of(
                    "R32",
                    "/budgetCeiling/amountMinor",
                    "out-of-range",
                    "The ceiling lies above 0 and is at most "
                            + settings.maxBudgetMinor()
                            + " minor units.");
        }
        if (design.countries().isEmpty()) {
            throw InvalidFields.of(
                    "/countries", "required", "An action serves at least one country.");
        }
        for (int i = 0; i < design.countries().size(); i++) {
            String code = design.countries().get(i).code();
            if (Countries.find(code).isEmpty()) {
                throw new Rejection.UnknownCode("/countries/" + i + "/code", "countries", code);
            }
        }
        requireShares("R44", "/countries", design.countries());
    }

    private static void requireMarkers(ActionDesign design) {
        for (String marker : design.markers().keySet()) {
            if (!CodeList.MARKERS.contains(marker)) {
                throw new Rejection.UnknownCode(
                        "/markers/" + marker, CodeList.MARKERS.listName(), marker);
            }
        }
        for (CodeList.Entry marker : CodeList.MARKERS.entries()) {
            Integer mark = design.markers().get(marker.code());
            if (mark == null || mark < 0 || mark > 2) {
                throw InvalidFields.of(
                        "R46",
                        "/markers/" + marker.code(),
                        mark == null ? "required" : "out-of-range",
                        "Each marker is 0 (none), 1 (significant) or 2 (principal).");
            }
        }
    }

    private static void requireShares(String rule, String pointer, List<Share> shares) {
        Set<String> seen = new HashSet<>();
        int total = 0;
        for (int i = 0; i < shares.size(); i++) {
            if (!seen.add(shares.get(i).code())) {
                throw InvalidFields.of(
                        pointer + "/" + i + "/code", "duplicate", "Each code stands once.");
            }
            if (shares.get(i).share() < 1 || shares.get(i).share() > 100) {
                throw InvalidFields.of(
                        rule,
                        pointer + "/" + i + "/share",
                        "out-of-range",
                        "A share is 1 to 100 per cent.");
            }
            total += shares.get(i).share();
        }
        if (total != 100) {
            throw InvalidFields.of(
                    rule, pointer, "shares", "The shares add up to " + total + " instead of 100.");
        }
    }

    /**
     * Checks the plan of an activity.
     *
     * @param number the number the activity has or will have
     * @param numbers the numbers of the action's activities
     * @param today planned dates may not lie before it
     */
    public static void check(
            ActivityPlan plan,
            int number,
            Set<Integer> numbers,
            LocalDate today,
            ActionSettings settings) {
        if (!CodeList.ACTIVITY_TYPES.contains(plan.type())) {
            throw new Rejection.UnknownCode(
                    "/type", CodeList.ACTIVITY_TYPES.listName(), plan.type());
        }
        if (!CodeList.MODALITIES.contains(plan.modality())) {
            throw new Rejection.UnknownCode(
                    "/modality", CodeList.MODALITIES.listName(), plan.modality());
        }
        requireText("/title", plan.title());
        String country = plan.place() == null ? null : plan.place().country();
        requireCountry("/place/country", country);
        checkDates(plan.plannedStart(), plan.plannedEnd(), today);
        if (plan.estimatedDays() < 1 || plan.estimatedDays() > MOST_DAYS) {
            throw InvalidFields.of(
                    "R32",
                    "/estimatedDays",
                    "out-of-range",
                    "One to " + MOST_DAYS + " working days are estimated.");
        }
        for (int i = 0; i < plan.dependsOn().size(); i++) {
            int earlier = plan.dependsOn().get(i);
            if (earlier >= number || !numbers.contains(earlier)) {
                throw InvalidFields.of(
                        "R59",
                        "/dependsOn/" + i,
                        "not-earlier",
                        "An activity depends on earlier ones of its action.");
            }
        }
        requireVisit(plan, settings.delegationSize());
    }

    /** Checks the dates of a plan; none may lie before {@code today}. */
    public static void checkDates(LocalDate start, LocalDate end, LocalDate today) {
        if (start.isBefore(today)) {
            throw InvalidFields.of(
                    "/plannedStart", "in-the-past", "A plan does not begin before " + today + ".");
        }
        if (end.isBefore(start)) {
            throw InvalidFields.of(
                    "/plannedEnd", "end-before-start", "The end does not lie before the start.");
        }
    }

    private static void requireVisit(ActivityPlan plan, int most) {
        ActivityPlan.Visit visit = plan.visit();
        boolean studyVisit = plan.type().equals(ActivityPlan.STUDY_VISIT);
        if (visit == null) {
            if (studyVisit) {
                throw InvalidFields.of(
                        "R55",
                        "/visit",
                        "required",
                        "A study visit names host country, hosts, delegation and its head.");
            }
            return;
        }
        if (!studyVisit) {
            throw InvalidFields.of("/visit", "not-allowed", "Only a study visit has a host.");
        }
        requireCountry("/visit/hostCountry", visit.hostCountry());
        if (visit.hostInstitutions().isEmpty()) {
            throw InvalidFields.of(
                    "R55", "/visit/hostInstitutions", "required", "At least one host is named.");
        }
        if (visit.delegation().isEmpty() || visit.delegation().size() > most) {
            throw InvalidFields.of(
                    visit.delegation().isEmpty() ? "R55" : "R57",
                    "/visit/delegation",
                    "wrong-size",
                    "A delegation has one to " + most + " members.");
        }
    }

    /**
     * Checks terms of reference.
     *
     * @param today dates may not lie before it
     */
    public static void check(TermsOfReference terms, LocalDate today) {
        requirePositions(terms.positions());
        requirePhases(terms.phases(), today);
        if (terms.deliverables().isEmpty()) {
            throw InvalidFields.of(
                    "/deliverables", "required", "At least one deliverable is agreed.");
        }
        Set<String> known = new HashSet<>();
        for (int i = 0; i < terms.deliverables().size(); i++) {
            ExpectedDeliverable deliverable = terms.deliverables().get(i);
            String name = deliverable.kind() + "\n" + deliverable.title();
            if (!known.add(name.toLowerCase(Locale.ROOT))) {
                throw InvalidFields.of(
                        "/deliverables/" + i,
                        "duplicate",
                        "Deliverables of one kind differ in their titles.");
            }
            if (deliverable.due().isBefore(today)) {
                throw InvalidFields.of(
                        "/deliverables/" + i + "/due",
                        "in-the-past",
                        "Nothing falls due before " + today + ".");
            }
        }
    }

    private static void requirePositions(List<Position> positions) {
        if (positions.isEmpty()) {
            throw InvalidFields.of("/positions", "required", "A team has at least one position.");
        }
        Set<String> codes = new HashSet<>();
        for (int i = 0; i < positions.size(); i++) {
            Position position = positions.get(i);
            String pointer = "/positions/" + i;
            if (!codes.add(position.code())) {
                throw InvalidFields.of(
                        pointer + "/code", "duplicate", "Each position has its own code.");
            }
            if (!CodeList.EXPERTISE_AREAS.contains(position.expertiseArea())) {
                throw new Rejection.UnknownCode(
                        pointer + "/expertiseArea",
                        CodeList.EXPERTISE_AREAS.listName(),
                        position.expertiseArea());
            }
            TermsOfReference.Days days = position.days();
            if (days.preparation() < 0
                    || days.implementation() < 0
                    || days.delivery() < 0
                    || days.total() <= 0) {
                throw InvalidFields.of(
                        "R51",
                        pointer + "/days",
                        "out-of-range",
                        "Each position has working days, none of them negative.");
            }
        }
        List<Position> principals = positions.stream().filter(Position::principal).toList();
        if (principals.size() != 1 || !principals.get(0).mandatory()) {
            throw InvalidFields.of(
                    "R49",
                    "/positions",
                    "principal",
                    "Exactly one position, a mandatory one, is the principal expert's.");
        }
    }

    /** Checks the order of phases (R50); none may begin before {@code today}. */
    public static void requirePhases(TermsOfReference.Phases phases, LocalDate today) {
        requirePeriod("/phases/preparation", phases.preparation());
        requirePeriod("/phases/implementation", phases.implementation());
        requirePeriod("/phases/delivery", phases.delivery());
        if (phases.preparation().from().isBefore(today)) {
            throw InvalidFields.of(
                    "/phases/preparation/from",
                    "in-the-past",
                    "No phase begins before " + today + ".");
        }
        if (!phases.implementation().from().isAfter(phases.preparation().to())) {
            throw InvalidFields.of(
                    "R50",
                    "/phases/implementation/from",
                    "out-of-order",
                    "The implementation begins after the preparation.");
        }
        if (!phases.delivery().from().isAfter(phases.implementation().to())) {
            throw InvalidFields.of(
                    "R50",
                    "/phases/delivery/from",
                    "out-of-order",
                    "The delivery begins after the implementation.");
        }
    }

    private static void requirePeriod(String pointer, Period period) {
        if (period.to().isBefore(period.from())) {
            throw InvalidFields.of(
                    "R50",
                    pointer + "/to",
                    "end-before-start",
                    "The end does not lie before the start.");
        }
    }

    private static void requireText(String pointer, java.util.Map<String, String> texts) {
        if (texts.isEmpty() || Texts.blank(texts)) {
            throw InvalidFields.of(pointer, "required", "A text is expected.");
        }
    }

    private static void requireCodes(String pointer, CodeList list, List<String> codes) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < codes.size(); i++) {
            if (list.find(codes.get(i)).isEmpty()) {
                throw new Rejection.UnknownCode(
                        pointer.formatted(i), list.listName(), codes.get(i));
            }
            if (!seen.add(codes.get(i))) {
                throw InvalidFields.of(pointer.formatted(i), "duplicate", "Each code stands once.");
            }
        }
    }

    private static void requireCountry(String pointer, @Nullable String code) {
        if (code != null && !Countries.isCode(code)) {
            throw new Rejection.UnknownCode(pointer, "ISO 3166 alpha-2", code);
        }
    }
}
