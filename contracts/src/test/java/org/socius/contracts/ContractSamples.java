package org.socius.contracts;

import static java.util.Map.entry;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A believable value for every field of every contract record. What a field is called decides what
 * stands in it; where that differs by the record or by the field that holds the record, it is
 * listed as {@code Record.field} or {@code outer.field}.
 */
final class ContractSamples {

    private static final Map<String, Object> VALUES =
            Map.ofEntries(
                    entry("actionId", "7f3c1c1e-58a3-4d0e-9c67-0d5a8f2b6e41"),
                    entry("requestId", "2b0c9d34-6f0e-4d26-8a3d-6a1b0f4f7d12"),
                    entry("institutionId", "5e8f6a72-1d3b-4a53-b0f9-3c1e8d7a9b20"),
                    entry("expertId", "c41f8a90-7b2d-4e6a-9f15-8d3b7e2a6c54"),
                    entry("callId", "9a6d2e18-4c7f-4b39-a1d8-5f0e3c9b7a66"),
                    entry("applicationId", "d7b5e3a1-2f8c-4960-8e4d-1a9c6b3f5d78"),
                    entry("mobilisationId", "1e9a7c5b-3d6f-4281-b5e0-7f4d2a8c6e90"),
                    entry("replacedBy", "8b4d6f2a-5c1e-4937-9a0d-2e7f4c6b1d38"),
                    entry("round", 2),
                    entry("deliverableId", "0f4a8d6c-9b1e-4375-a2c8-6e5d3f7b1a02"),
                    entry("predecessorActionId", "3a5c7e91-8d2f-4b64-9e0a-4c6b8d1f2e13"),
                    entry("approverId", "6c2e4a80-1f9d-4753-8b6a-0e3d5f7c9b24"),
                    entry("institutionName", Map.of("en", "Institute for Social Economy")),
                    entry("institutionAcronym", "IPES"),
                    entry("name", Map.of("en", "Institute for Social Economy")),
                    entry("acronym", "IPES"),
                    entry("aliases", List.of("Institute of Social Economy")),
                    entry("legalNature", "PUBLIC_AUTHORITY"),
                    entry("level", "LOCAL"),
                    entry("Expertise.level", "senior"),
                    entry("country", "CO"),
                    entry("hostCountry", "CY"),
                    entry("employerCountry", "IT"),
                    entry("expertCountries", List.of("IT", "ES")),
                    entry("origin", "PARTNER"),
                    entry("number", "R-2026-0042"),
                    entry("requestNumber", "R-2026-0042"),
                    entry("alias", "Institute of the Popular Economy"),
                    entry("InstitutionAliasAddedV1.validFrom", "2006-08-08"),
                    entry("EligibilityChangedV1.validFrom", "2027-01-01"),
                    entry("EligibilityChange.validFrom", "2027-01-01"),
                    entry("HolidayChangedV1.date", "2027-05-07"),
                    entry("HolidayChangedV1.label", Map.of("en", "Day after Ascension")),
                    entry("HolidayChangedV1.validFrom", "2027-01-01"),
                    entry("InstitutionAliasAddedV1.validTo", "2016-12-31"),
                    entry("InstitutionsMergedV1.into", "f2b6d0c8-4e1a-4973-a5d2-7c9e3b1f8a64"),
                    entry("RequestMergedV1.into", "8d1f4b7a-2c5e-4f09-9b3d-6e0a7c2f5d18"),
                    entry("RequestMergedV1.intoNumber", "R-2026-0043"),
                    entry("RequestResumedV1.status", "UNDER_APPRAISAL"),
                    entry("PlannedActivity.number", 1),
                    entry("ImportedActivity.number", 1),
                    entry("registeredYear", 2026),
                    entry("reference", "2026-07"),
                    entry("actionReference", "2026-07"),
                    entry("CallDraftedV1.reference", "26-07/COL/1"),
                    entry("CallPublishedV1.reference", "26-07/COL/1"),
                    entry("ActionImportedV1.reference", "2014-12"),
                    entry("predecessorReference", "2014-12"),
                    entry("predecessor", "2014-12"),
                    entry("form", "FULL"),
                    entry("opinionDueOn", "2026-12-07"),
                    entry("formVersion", 2),
                    entry("version", 1),
                    entry("termsOfReferenceVersion", 1),
                    entry("title", Map.of("en", "Social protection of street vendors")),
                    entry("actionTitle", Map.of("en", "Social protection of street vendors")),
                    entry("PlannedActivity.title", Map.of("en", "Workshop on coverage")),
                    entry("activityTitle", Map.of("en", "Workshop on coverage")),
                    entry("ExpectedDeliverable.title", "Mission report"),
                    entry("publishedTitle", Map.of("en", "Protecting street vendors")),
                    entry(
                            "objective",
                            Map.of("en", "Street vendors can join the social insurance")),
                    entry("typesOfAssistance", List.of("TA-POL")),
                    entry("themes", List.of("SI-COV", "LB-INF")),
                    entry("sdgTargets", List.of("1.3", "8.3")),
                    entry("markers", Map.of("gender", 1)),
                    entry("targetGroups", List.of("informal street vendors")),
                    entry("language", "es"),
                    entry("languages", Map.of("es", "C1")),
                    entry("code", "E1"),
                    entry("Share.share", 100),
                    entry("themes.code", "SI-COV"),
                    entry("countries.code", "CO"),
                    entry("required", List.of("Ten years in social insurance")),
                    entry("wished", List.of("Work in Latin America")),
                    entry("responsibility", "principal expert"),
                    entry("expertiseArea", "A"),
                    entry("area", "A"),
                    entry("years", 12),
                    entry("yearsMin", 8),
                    entry("sex", "F"),
                    entry("category", "PUBLIC_ADMINISTRATION"),
                    entry("type", "workshop"),
                    entry("activityType", "workshop"),
                    entry("kind", "mission report"),
                    entry("SurveyAnsweredV1.kind", "partner"),
                    entry("deliverables", List.of("mission report")),
                    entry("modality", "ON_SITE"),
                    entry("city", "Bogotá"),
                    entry("location", "Bogotá"),
                    entry("description", "Workshop with the institute and the vendors' unions"),
                    entry("SurveyRemindedV1.round", 1),
                    entry("kinds", List.of("partner", "participant")),
                    entry("responsible", "6c2e4a80-1f9d-4753-8b6a-0e3d5f7c9b24"),
                    entry("status", "CLOSED"),
                    entry("ActivityRescheduledV1.status", "CONFIRMED"),
                    entry("ActivityCancelledV1.reasonCode", "POLITICAL_CHANGE"),
                    entry("ActionSuspendedV1.reasonCode", "SECURITY"),
                    entry("key", "street-vendors-bogota"),
                    entry("outcome", "Coverage plan adopted"),
                    entry("ActionPublishedV1.outcome", Map.of("en", "Coverage plan adopted")),
                    entry("outcomeLevel", "policy adopted"),
                    entry("reasonCode", "NO_EXPERTISE_AVAILABLE"),
                    entry("opinion", "POSITIVE"),
                    entry("percent", 80.0),
                    entry("criteria", Map.of("relevance", 4)),
                    entry("ratings", Map.of("usefulness", 5)),
                    entry("amountMinor", 6_000_000),
                    entry("currency", "EUR"),
                    entry("position", "E1"),
                    entry("phase", "implementation"),
                    entry("days", 18.0),
                    entry("estimatedDays", 20),
                    entry("estimatedDaysBefore", 18),
                    entry("total", 82),
                    entry("women", 14),
                    entry("men", 9),
                    entry("other", 0),
                    entry("preparation", 3.0),
                    entry("implementation", 10.0),
                    entry("delivery", 5.0),
                    entry("deadline", "2027-01-20T22:59:59Z"),
                    entry("screeningDueOn", "2026-12-14"),
                    entry("plannedStart", "2027-03-01"),
                    entry("plannedEnd", "2027-03-12"),
                    entry("start", "2027-03-01"),
                    entry("end", "2027-03-12"),
                    entry("from", "2027-03-01"),
                    entry("to", "2027-03-12"),
                    entry("due", "2027-03-20"),
                    entry("recordId", "4d9b1f73-6a2c-4e85-9d07-8c5e2b4a6f31"),
                    entry("PublishedFigureStatedV1.code", "S-ACTIONS-IMPLEMENTED"),
                    entry("metric", "actions_implemented"),
                    entry("value", 64.0),
                    entry("unit", "actions"),
                    entry("comparison", "more than"),
                    entry("PublishedFigureStatedV1.from", "2014-01"),
                    entry("PublishedFigureStatedV1.to", "2018-06"),
                    entry("scope", "P-CHN"),
                    entry("attributedTo", "National Employment Institute"),
                    entry("source", "Article on the web, with figures up to June 2018"),
                    entry("open", true),
                    entry("ThematicMentionStatedV1.code", "T-SI-HLT-AZ"),
                    entry("topic", "health coverage financing"),
                    entry("theme", "SI-HLT"),
                    entry("region", "Caribbean"),
                    entry("endedOn", "2027-03-12"),
                    entry("completedOn", "2027-03-28"),
                    entry("validFrom", "2027-02-15"),
                    entry("validTo", "2027-03-26"));

    private ContractSamples() {}

    /** The value of a record on the wire, in the order of its fields. */
    static Map<String, Object> of(Class<?> contract) {
        Map<String, Object> sample = record(contract, contract.getSimpleName());
        sample.put("occurredAt", "2026-11-23T09:15:00Z");
        sample.put("recordedAt", "2026-11-23T09:15:00.250Z");
        return sample;
    }

    private static Map<String, Object> record(Class<?> type, String field) {
        Map<String, Object> sample = new LinkedHashMap<>();
        for (RecordComponent component : type.getRecordComponents()) {
            sample.put(component.getName(), value(type, field, component));
        }
        return sample;
    }

    private static Object value(Class<?> owner, String field, RecordComponent component) {
        Type type = component.getGenericType();
        for (String place : List.of(field, owner.getSimpleName())) {
            Object own = VALUES.get(place + "." + component.getName());
            if (own != null) {
                return own;
            }
        }
        Object named = VALUES.get(component.getName());
        return named != null && fits(named, type) ? named : ofType(component.getName(), type);
    }

    private static boolean fits(Object value, Type type) {
        return switch (type) {
            case ParameterizedType many
                    when many.getRawType() == List.class
                            && many.getActualTypeArguments()[0] == String.class ->
                    value instanceof List;
            case ParameterizedType many when many.getRawType() == Map.class ->
                    value instanceof Map<?, ?> map
                            && map.values().stream()
                                    .allMatch(
                                            many.getActualTypeArguments()[1] == String.class
                                                    ? String.class::isInstance
                                                    : Number.class::isInstance);
            case ParameterizedType _ -> false;
            default ->
                    switch (((Class<?>) type).getSimpleName()) {
                        case "String", "Instant", "LocalDate" -> value instanceof String;
                        case "int", "long", "Integer", "Long" -> value instanceof Integer;
                        case "double", "Double", "BigDecimal" -> value instanceof Double;
                        default -> false;
                    };
        };
    }

    private static Object ofType(String name, Type type) {
        if (type instanceof ParameterizedType many) {
            Type last = many.getActualTypeArguments()[many.getActualTypeArguments().length - 1];
            Object one = ofType(name, last);
            return many.getRawType() == Map.class ? Map.of("en", one) : List.of(one);
        }
        Class<?> plain = (Class<?>) type;
        if (plain.isRecord()) {
            return record(plain, name);
        }
        return switch (plain.getSimpleName()) {
            case "String" -> name.endsWith("Id") ? "4d8b2f6a-0c3e-4197-8a5d-9e7b1c3f5a35" : name;
            case "int", "long", "Integer", "Long" -> 1;
            case "double", "Double", "BigDecimal" -> 1.0;
            case "boolean", "Boolean" -> true;
            case "Instant" -> "2026-11-23T09:15:00Z";
            case "LocalDate" -> "2026-11-23";
            default -> throw new IllegalArgumentException("No sample for " + type + " " + name);
        };
    }
}
