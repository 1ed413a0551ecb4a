package org.socius.action.records;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.socius.platform.serialization.PersonalData;

/**
 * What one record says. Dates are as exact as the source: a year, a month or a day.
 *
 * @param code a short name to quote it by, such as {@code C-2017-05-30}
 * @param from when it happened, was said or began; null if the source does not tell
 * @param to its end; null where there is none or none is known
 * @param source where it is taken from
 * @param open whether the public may read it
 */
public record RecordContent(
        @Nullable String code,
        Map<String, String> title,
        @Nullable Map<String, String> text,
        @Nullable String from,
        @Nullable String to,
        String source,
        List<RecordSubject> subjects,
        List<String> tags,
        List<RecordLink> links,
        @JsonProperty("public") boolean open,
        Detail detail) {

    /** What a record can be about. */
    public enum SubjectType {
        ACTION,
        PROJECT,
        INSTITUTION,
        ORGANISATION,
        COUNTRY,
        REGION,
        THEME,
        SDG,
        RECORD
    }

    /**
     * What the record is about or belongs to.
     *
     * @param id of the thing, or its code
     * @param relation such as {@code follows}; null for plainly about it
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record RecordSubject(
            @NotNull SubjectType type,
            @NotBlank @Size(max = 100) String id,
            @Size(max = 100) @Nullable String relation) {}

    /** An address on the web; {@code label} says what is found there. */
    public record RecordLink(
            @NotBlank @Size(max = 200) String label,
            @NotBlank @Size(max = 500) @Pattern(regexp = "https?://\\S+") String url) {}

    /** What a record is, with what only such a record has. */
    public enum Kind {
        COMMUNICATION,
        QUOTATION,
        MANDATE,
        EXTERNAL_EVENT,
        CONTACT_POINT,
        PUBLISHED_FIGURE,
        THEMATIC_MENTION,
        CONTEXT_FACT,
        ACTION_NOTE,
        ORGANISATION,
        FACILITY,
        DOCUMENT
    }

    /** The part of a record that depends on its kind. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Communication.class, name = "COMMUNICATION"),
        @JsonSubTypes.Type(value = Quotation.class, name = "QUOTATION"),
        @JsonSubTypes.Type(value = Mandate.class, name = "MANDATE"),
        @JsonSubTypes.Type(value = ExternalEvent.class, name = "EXTERNAL_EVENT"),
        @JsonSubTypes.Type(value = ContactPoint.class, name = "CONTACT_POINT"),
        @JsonSubTypes.Type(value = PublishedFigure.class, name = "PUBLISHED_FIGURE"),
        @JsonSubTypes.Type(value = ThematicMention.class, name = "THEMATIC_MENTION"),
        @JsonSubTypes.Type(value = ContextFact.class, name = "CONTEXT_FACT"),
        @JsonSubTypes.Type(value = ActionNote.class, name = "ACTION_NOTE"),
        @JsonSubTypes.Type(value = Organisation.class, name = "ORGANISATION"),
        @JsonSubTypes.Type(value = Facility.class, name = "FACILITY"),
        @JsonSubTypes.Type(value = DocumentNote.class, name = "DOCUMENT")
    })
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public sealed interface Detail {

        /** The kind of record this makes. */
        default Kind kind() {
            return switch (this) {
                case Communication _ -> Kind.COMMUNICATION;
                case Quotation _ -> Kind.QUOTATION;
                case Mandate _ -> Kind.MANDATE;
                case ExternalEvent _ -> Kind.EXTERNAL_EVENT;
                case ContactPoint _ -> Kind.CONTACT_POINT;
                case PublishedFigure _ -> Kind.PUBLISHED_FIGURE;
                case ThematicMention _ -> Kind.THEMATIC_MENTION;
                case ContextFact _ -> Kind.CONTEXT_FACT;
                case ActionNote _ -> Kind.ACTION_NOTE;
                case Organisation _ -> Kind.ORGANISATION;
                case Facility _ -> Kind.FACILITY;
                case DocumentNote _ -> Kind.DOCUMENT;
            };
        }
    }

    /**
     * Something published: a press release, an article, a news item.
     *
     * @param language ISO 639-1
     * @param time of day in Brussels, null if not told
     */
    public record Communication(
            @NotBlank @Size(max = 300) String issuer,
            @NotBlank @Pattern(regexp = "[a-z]{2}") String language,
            @Pattern(regexp = "([01]\\d|2[0-3]):[0-5]\\d") @Nullable String time,
            @Size(max = 100) @Nullable String medium)
            implements Detail {}

    /** What somebody said, in the record's text; never the facility's own statement (R120). */
    public record Quotation(
            @PersonalData @Size(max = 300) @Nullable String speaker,
            @Size(max = 300) @Nullable String function,
            @Size(max = 300) @Nullable String organisation)
            implements Detail {}

    /**
     * What a parliament or council asked for or advised.
     *
     * @param form such as resolution or advice
     * @param response what was done upon it, null if not told
     */
    public record Mandate(
            @NotBlank @Size(max = 300) String body,
            @NotBlank @Size(max = 100) String form,
            @NotBlank @Size(max = 2000) String request,
            @Size(max = 2000) @Nullable String response,
            @Size(max = 2000) @Nullable String recognition,
            @Size(max = 20) @Nullable List<@NotBlank @Size(max = 100) String> stakeholderTypes)
            implements Detail {}

    /**
     * An event that is no activity of an action.
     *
     * @param form such as conference or workshop
     * @param country where it is held, ISO 3166 alpha-2
     * @param occurrence the how manieth of its kind
     * @param edition its number in its own series
     */
    public record ExternalEvent(
            @NotBlank @Size(max = 100) String form,
            @Size(max = 200) @Nullable String city,
            @Size(min = 2, max = 2) @Nullable String country,
            @Size(max = 300) @Nullable String host,
            @Size(max = 300) @Nullable String hostUnit,
            @Size(max = 100) @Nullable String level,
            @Min(1) @Nullable Integer occurrence,
            @Min(1) @Nullable Integer edition,
            @Size(max = 30) @Nullable List<@NotNull @Valid EventSession> sessions,
            @Valid @Nullable VisitingDelegation delegation,
            @Size(max = 30) @Nullable List<@NotBlank @Size(max = 300) String> participants)
            implements Detail {}

    /**
     * @param perspectives from whose point of view the topic was treated
     */
    public record EventSession(
            @NotBlank @Size(max = 300) String topic,
            @Nullable String theme,
            @NotNull @Size(max = 10) List<@NotBlank @Size(max = 100) String> perspectives) {}

    /** Who came; the head by name and by function. */
    public record VisitingDelegation(
            @NotBlank @Size(max = 300) String institution,
            @Size(max = 300) @Nullable String unit,
            @PersonalData @Size(max = 300) @Nullable String head,
            @Size(max = 300) @Nullable String headFunction) {}

    /**
     * Whom one turns to, in a role and for a period (the record's). Telephone numbers and addresses
     * have no place here.
     *
     * @param person name; null for an office
     * @param personId the same for the same person in every role (R108)
     * @param handles of social media
     */
    public record ContactPoint(
            @PersonalData @Size(max = 300) @Nullable String person,
            @Size(max = 100) @Nullable String personId,
            @NotBlank @Size(max = 300) String role,
            @NotBlank @Size(max = 300) String organisation,
            @Size(max = 10)
                    @Nullable List<@NotBlank @Pattern(regexp = "[@#]\\w{1,100}") String> handles)
            implements Detail {}

    /**
     * A figure as it was published, never added to computed ones (R113); its period is the
     * record's.
     *
     * @param comparison such as more than; null for exactly
     * @param scope a project or country it is about; null for the facility
     * @param attributedTo who states it, if not the facility (R120)
     */
    public record PublishedFigure(
            @NotBlank @Size(max = 100) String metric,
            @NotNull BigDecimal value,
            @NotBlank @Size(max = 50) String unit,
            @Size(max = 50) @Nullable String comparison,
            @Size(max = 100) @Nullable String scope,
            @Size(max = 300) @Nullable String attributedTo)
            implements Detail {}

    /** A theme the facility says it worked on in a country, or in a region as a whole. */
    public record ThematicMention(
            @NotBlank @Size(max = 300) String topic,
            @NotBlank String theme,
            @Size(min = 2, max = 2) @Nullable String country,
            @Size(max = 100) @Nullable String region)
            implements Detail {}

    /**
     * What is said of the surroundings of the work: a policy, a strategy, a circumstance.
     *
     * @param subject what it is a fact about, such as a named policy
     * @param speaker who says so; needed as soon as it states figures (R120)
     * @param horizon year until which it is meant, null if none
     */
    public record ContextFact(
            @NotBlank @Size(max = 300) String subject,
            @PersonalData @Size(max = 300) @Nullable String speaker,
            @Pattern(regexp = "\\d{4}") @Nullable String horizon,
            @Size(max = 20) @Nullable List<@NotNull @Valid StatedReading> readings)
            implements Detail {}

    /**
     * One figure somebody states.
     *
     * @param comparison such as more than; null for exactly
     */
    public record StatedReading(
            @NotBlank @Size(max = 200) String indicator,
            @Size(max = 50) @Nullable String comparison,
            @NotNull BigDecimal value,
            @NotBlank @Size(max = 50) String unit) {}

    /** What a publication tells of an action that the action's own record has no field for. */
    public record ActionNote(
            @NotNull Aspect aspect,
            @Size(max = 100) @Nullable String form,
            @Size(max = 300) @Nullable String attributedTo,
            @Size(max = 30) @Nullable List<@NotBlank @Size(max = 300) String> concerned)
            implements Detail {

        /** Which side of an action is told of. */
        public enum Aspect {
            CONTEXT,
            COOPERATION,
            OUTPUT,
            OUTCOME,
            STRATEGY,
            STANDARD,
            PARTNER,
            STAKEHOLDER,
            TEAM,
            STUDY_VISIT,
            CAPACITY
        }
    }

    /**
     * An organisation beside the partner institutions; its names are the record's titles.
     *
     * @param parent the organisation it is part or platform of
     */
    public record Organisation(
            @Size(max = 50) @Nullable String acronym,
            @Size(max = 20) @Nullable List<@NotBlank @Size(max = 300) String> aliases,
            @Size(min = 2, max = 2) @Nullable String country,
            @Size(max = 300) @Nullable String parent,
            @Size(max = 50) @Nullable List<@NotBlank @Size(max = 300) String> members,
            @Size(max = 20) @Nullable List<@NotBlank @Size(max = 300) String> units,
            @Size(max = 2000) @Nullable String mandate,
            @Size(max = 20) @Nullable List<@NotBlank @Size(max = 300) String> fundedBy,
            @Size(max = 20) @Nullable List<@NotNull @Valid OrganisationRole> parts)
            implements Detail {}

    /**
     * A part an organisation plays.
     *
     * @param in the facility, or a project's code
     * @param from year, month or day; null if not told
     * @param through the platform it acts through, or null
     */
    public record OrganisationRole(
            @NotBlank @Size(max = 200) String role,
            @NotBlank @Size(max = 200) String in,
            @Nullable String from,
            @Nullable String to,
            @Size(max = 300) @Nullable String through) {}

    /** What the facility says of itself; its names are the record's titles. */
    public record Facility(
            @Size(max = 300) @Nullable String founder,
            @Size(max = 300) @Nullable String nature,
            @Size(max = 20) @Nullable List<@NotBlank @Size(max = 300) String> cooperation,
            @Size(max = 20) @Nullable List<@NotBlank @Size(max = 300) String> expertCategories,
            @Size(max = 20)
                    @Nullable List<@NotBlank @Pattern(regexp = "[@#]\\w{1,100}") String> handles)
            implements Detail {}

    /** A document or page that is known by its name or address only; see the record's links. */
    public record DocumentNote(@NotBlank @Size(max = 100) String form) implements Detail {}
}
