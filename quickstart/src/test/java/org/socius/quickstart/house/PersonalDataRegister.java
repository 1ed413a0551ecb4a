package org.socius.quickstart.house;

import com.tngtech.archunit.core.domain.JavaClass;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.axonframework.serialization.Revision;
import org.socius.platform.serialization.PersonalData;

/**
 * The register of processing: which stored fields say something about a person, and which texts do
 * not. Every text of an event is one or the other; a new one must be put into a group here, or
 * marked in the event.
 */
final class PersonalDataRegister {

    /** Names of texts that say nothing about a person, by what they are. */
    private static final Map<String, Set<String>> WITHOUT_PERSONS = new TreeMap<>();

    static {
        group(
                "identifiers: random, or numbers of things",
                """
                id actionId requestId institutionId callId applicationId mobilisationId expertId
                deliverableId docketId recordId personId requestIds openRequests actionByRequest waiting into intoNumber registerId listId importId employerId predecessorActionId
                reference number key fingerprint contractNumber requestNumber callReference
                actionReference predecessor predecessorReference documentReference documentName
                applicants replaces replacedBy nominatedBy partnerId agreementReference daysByYear travelClearance projectId person
                fileId documentId owner
                """);
        group(
                "accounts: the subject of a token, random at the identity provider",
                "approverId assessor assessors respondent formerly responsible");
        group(
                "codes of closed or suggested lists, countries, languages, currencies",
                """
                type activityType typesOfAssistance themes code category kind publicKind form kinds
                modality position responsibility expertiseArea area level opinion origin legalNature
                status language languages originalLanguage workingLanguage country countries
                hostCountry employerCountry expertCountries sex currency phase reasonCode rule
                contributionKind support urgency ground employerSupport criteria scores ratings markers crossCutting
                sdgTargets outcomeLevel role parent justificationCode travelGuide theme
                comparison metric scope relation tags perspectives form headFunction
                stakeholderTypes expertCategories function emptied values
                """);
        group(
                "organisations: public bodies and what is written on their door",
                """
                name acronym alias aliases organiser en original institution institutionName institutionAcronym
                hostInstitutions website address unit mandate funder funders beneficiary host organisation
                participants issuer body hostUnit members units fundedBy founder attributedTo region in
                through
                """);
        group(
                "what an action, a request or a call is about",
                """
                title actionTitle activityTitle publishedTitle objective generalObjective
                specificObjective expectedResults summary context strategyServed description outcome
                text indicator risks tasks deliverables required wished purpose place city location
                targetGroups people otherDonors ownContribution earlierCooperation securityRemarks
                message notRead audience topic speakerProfile part aim conclusions finalEvaluation
                relatedAgreements source request response recognition topic horizon subject nature
                cooperation concerned medium url label handles from to time
                """);
    }

    private final Map<String, Set<String>> personal = new TreeMap<>();
    private final Map<String, Set<String>> texts = new TreeMap<>();

    PersonalDataRegister() {
        WholeSystem.CLASSES.stream()
                .filter(type -> type.isAnnotatedWith(Revision.class) && type.isRecord())
                .map(JavaClass::reflect)
                .forEach(event -> components(event, event.getSimpleName(), "", new HashSet<>()));
    }

    private static void group(String what, String names) {
        WITHOUT_PERSONS.put(what, new TreeSet<>(List.of(names.strip().split("\\s+"))));
    }

    private void components(Class<?> type, String event, String path, Set<Class<?>> around) {
        for (RecordComponent component : type.getRecordComponents()) {
            if (component.getAccessor().isAnnotationPresent(PersonalData.class)) {
                personal.computeIfAbsent(event, _ -> new TreeSet<>())
                        .add(path + component.getName());
            } else {
                look(component.getGenericType(), event, path + component.getName(), around);
            }
        }
    }

    private void look(Type type, String event, String path, Set<Class<?>> around) {
        switch (type) {
            case ParameterizedType generic ->
                    Arrays.stream(generic.getActualTypeArguments())
                            .forEach(part -> look(part, event, path, around));
            case Class<?> text when text == String.class ->
                    texts.computeIfAbsent(
                                    path.substring(path.lastIndexOf('.') + 1), _ -> new TreeSet<>())
                            .add(event);
            case Class<?> choice when choice.isSealed() && choice.isInterface() ->
                    Arrays.stream(choice.getPermittedSubclasses())
                            .forEach(one -> look(one, event, path, around));
            case Class<?> record when record.isRecord() && around.add(record) -> {
                components(record, event, path + ".", around);
                around.remove(record);
            }
            default -> {
                // Numbers, dates and closed lists of words.
            }
        }
    }

    /** Texts that are neither marked as personal nor known to say nothing about a person. */
    Map<String, Set<String>> unclassified() {
        Set<String> known =
                WITHOUT_PERSONS.values().stream().flatMap(Set::stream).collect(Collectors.toSet());
        Map<String, Set<String>> open = new TreeMap<>(texts);
        open.keySet().removeAll(known);
        return open;
    }

    /** Names in the groups that no event has. */
    Set<String> unused() {
        Set<String> unused = new TreeSet<>();
        WITHOUT_PERSONS.values().forEach(unused::addAll);
        unused.removeAll(texts.keySet());
        return unused;
    }

    /** Names in more than one group. */
    Set<String> ambiguous() {
        Set<String> seen = new HashSet<>();
        return WITHOUT_PERSONS.values().stream()
                .flatMap(Set::stream)
                .filter(name -> !seen.add(name))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** docs/personal-data.md. */
    String text() {
        StringBuilder text =
                new StringBuilder(
                        """
                        # Personal data

                        What the services store about persons. Each field below, the reason of each command, and each snapshot is stored sealed with the key of its record (the aggregate the event belongs to, or the one it is about); destroying the key erases them for good, [how](adr/0014-keys-of-records.md). Contract events hold none of it (R119).

                        """);
        text.append(Catalogues.NOTE).append("\n## Fields that say something about a person\n\n");
        text.append("| event | fields |\n|---|---|\n");
        personal.forEach(
                (event, fields) -> text.append("| `%s` | %s |\n".formatted(event, quoted(fields))));
        text.append("| every event | `reason` |\n");
        text.append("\n## Texts that do not\n\n");
        text.append("| what they are | names |\n|---|---|\n");
        WITHOUT_PERSONS.forEach(
                (what, names) -> text.append("| %s | %s |\n".formatted(what, quoted(names))));
        return text.toString();
    }

    private static String quoted(Set<String> names) {
        return names.stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
    }
}
