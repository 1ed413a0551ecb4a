package org.socius.reporting;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.socius.contracts.action.ActionContract;
import org.socius.contracts.action.ActionContract.ActionApprovedV1;
import org.socius.contracts.action.ActionContract.ActionImportedV1;
import org.socius.contracts.action.ActionContract.ActionProposedV1;
import org.socius.contracts.action.ActionContract.ActivityCompletedV1;
import org.socius.contracts.action.ActionContract.Amount;
import org.socius.contracts.action.ActionContract.ImportedActivity;
import org.socius.contracts.action.ActionContract.ImportedInstitution;
import org.socius.contracts.action.ActionContract.PlannedActivity;
import org.socius.contracts.action.ActionContract.PublishedFigureStatedV1;
import org.socius.contracts.action.ActionContract.Share;
import org.socius.contracts.expert.ExpertContract.Days;
import org.socius.contracts.expert.ExpertContract.DaysEntry;
import org.socius.contracts.expert.ExpertContract.ExpertMobilisedV1;
import org.socius.contracts.expert.ExpertContract.WorkingDaysRecordedV1;
import org.socius.contracts.request.RequestContract.InstitutionRegisteredV1;
import org.socius.contracts.request.RequestContract.RequestSubmittedV1;

/** Short builders of contract events: only what matters to a test is named. */
public final class Examples {

    private Examples() {}

    public static InstitutionRegisteredV1 institution(String id, String name, String country) {
        return new InstitutionRegisteredV1(
                id,
                Map.of("en", name),
                id.toUpperCase(java.util.Locale.ROOT),
                List.of(),
                "PUBLIC_AUTHORITY",
                "NATIONAL",
                country,
                "PARTNER");
    }

    /** A public figure of the facility, of a period or, where that is null, of none. */
    public static PublishedFigureStatedV1 figure(
            String id, String metric, String value, @Nullable String from, @Nullable String to) {
        return new PublishedFigureStatedV1(
                id,
                "S-" + id,
                metric,
                new BigDecimal(value),
                "pieces",
                null,
                from,
                to,
                null,
                null,
                "An article on the web",
                true);
    }

    public static RequestSubmittedV1 submitted(
            String id, String institution, String country, String type, String theme) {
        return new RequestSubmittedV1(
                id,
                "R-" + id,
                institution,
                country,
                "FULL",
                Map.of("en", "Request " + id),
                List.of(type),
                List.of(theme),
                "en",
                LocalDate.of(2026, 12, 1));
    }

    public static ActionProposedV1 proposed(
            String id, String institution, String country, String type, String theme) {
        return new ActionProposedV1(
                id,
                "2026-" + id,
                "of-" + id,
                "R-of-" + id,
                institution,
                Map.of("en", "Partner " + institution),
                null,
                country,
                Map.of("en", "Action " + id),
                List.of(type),
                List.of(theme));
    }

    public static ActionApprovedV1 approved(
            String id, String institution, List<String> countries, String type, String... themes) {
        return new ActionApprovedV1(
                id,
                "2026-" + id,
                "of-" + id,
                institution,
                Map.of("en", "Partner " + institution),
                Map.of("en", "Action " + id),
                Map.of("en", "Objective of " + id),
                countries.stream().map(code -> new Share(code, 100 / countries.size())).toList(),
                List.of(type),
                List.of(themes).stream().map(code -> new Share(code, 100 / themes.length)).toList(),
                List.of("1.3"),
                Map.of(),
                List.of(planned(1, "2026-03-10", "2026-03-14")),
                new Amount(100, "EUR"),
                null,
                "approver");
    }

    public static PlannedActivity planned(int number, String from, String to) {
        return new PlannedActivity(
                number,
                "workshop",
                Map.of("en", "Activity " + number),
                "ON_SITE",
                new ActionContract.Place("Bogotá", "CO"),
                LocalDate.parse(from),
                LocalDate.parse(to),
                20);
    }

    public static ActivityCompletedV1 completed(String action, int number, String on) {
        return new ActivityCompletedV1(
                action,
                "2026-" + action,
                number,
                "workshop",
                "ON_SITE",
                null,
                LocalDate.parse(on).minusDays(4),
                LocalDate.parse(on),
                LocalDate.parse(on),
                List.of(),
                new ActionContract.Participants(3, 2, 0),
                List.of("mission report"),
                null);
    }

    public static ExpertMobilisedV1 mobilised(
            String id, String expert, String action, String country) {
        return new ExpertMobilisedV1(
                id,
                expert,
                action,
                "2026-" + action,
                1,
                "E1",
                true,
                "PUBLIC_ADMINISTRATION",
                country,
                null,
                new Days(3, 10, 5));
    }

    public static WorkingDaysRecordedV1 days(
            String id, String expert, String action, String country, double days, String to) {
        return new WorkingDaysRecordedV1(
                id,
                expert,
                action,
                1,
                "E1",
                "PUBLIC_ADMINISTRATION",
                country,
                List.of(
                        new DaysEntry(
                                "implementation",
                                days,
                                LocalDate.parse(to).minusDays(1),
                                LocalDate.parse(to),
                                null)));
    }

    /** An action of the past, of which the source says neither dates nor, perhaps, a country. */
    public static ActionImportedV1 imported(
            String id, @Nullable String reference, @Nullable String country, String status) {
        return new ActionImportedV1(
                id,
                "S-" + id,
                reference,
                Map.of("en", "History of " + id),
                "inst-" + id,
                new ImportedInstitution(
                        Map.of(
                                "en",
                                "Institute for Social Economy",
                                "original",
                                "Instituto para la Economía Social",
                                "originalLanguage",
                                "es"),
                        "IPES",
                        List.of(),
                        "PUBLIC_AUTHORITY",
                        "LOCAL",
                        country),
                country,
                country != null,
                List.of("TA-IRP"),
                List.of("SI-COV"),
                List.of("street vendors"),
                List.of("IT", "ES"),
                List.of(),
                List.of(
                        new ImportedActivity(1, "drafting", true, "A text was drafted", null, null),
                        new ImportedActivity(2, null, false, null, null, null)),
                "A working group exists.",
                null,
                null,
                false,
                status,
                null,
                null,
                "Social Security Policy");
    }
}
