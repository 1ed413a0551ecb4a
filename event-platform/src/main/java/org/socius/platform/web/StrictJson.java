package org.socius.platform.web;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.socius.platform.problem.Rejection;
import org.socius.platform.problem.Rejection.FieldError;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.type.LogicalType;

/**
 * Reads request bodies without goodwill: duplicate keys and trailing text are malformed (400);
 * nesting deeper than 32, unknown fields, wrong types and unbounded texts are wrong fields (422)
 * with a JSON pointer (RFC 6901) where there is one.
 */
public final class StrictJson {

    /** Longest text of any field, in characters; single fields may ask for less. */
    public static final int MAX_TEXT = 20_000;

    private static final int MAX_DEPTH = 32;
    private static final int MAX_NUMBER = 40;
    private static final int ISO_DATE = "2026-03-31".length();

    private final JsonMapper mapper =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(MAX_DEPTH)
                                                    .maxNumberLength(MAX_NUMBER)
                                                    .maxNameLength(1_000)
                                                    .build())
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                    .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                    .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                    .withCoercionConfig(
                            LogicalType.Textual,
                            text ->
                                    text.setCoercion(
                                                    CoercionInputShape.Integer, CoercionAction.Fail)
                                            .setCoercion(
                                                    CoercionInputShape.Float, CoercionAction.Fail)
                                            .setCoercion(
                                                    CoercionInputShape.Boolean,
                                                    CoercionAction.Fail))
                    .enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED)
                    .addModule(new SimpleModule().addDeserializer(LocalDate.class, new Day()))
                    .build();

    /** A date is written 2026-03-31 and in no other way, and lies in a year of four digits. */
    private static final class Day extends StdDeserializer<LocalDate> {

        Day() {
            super(LocalDate.class);
        }

        @Override
        public @Nullable LocalDate deserialize(JsonParser parser, DeserializationContext context) {
            if (!parser.hasToken(JsonToken.VALUE_STRING)) {
                return (LocalDate) context.handleUnexpectedToken(LocalDate.class, parser);
            }
            String text = parser.getString();
            try {
                if (text.length() == ISO_DATE) {
                    return LocalDate.parse(text);
                }
            } catch (DateTimeParseException e) {
                // answered like every other text that is no date
            }
            return (LocalDate)
                    context.handleWeirdStringValue(LocalDate.class, text, "not such as 2026-03-31");
        }
    }

    /** The body as a tree; an empty body counts as an empty object. */
    public ObjectNode read(byte[] body) {
        if (body.length == 0) {
            return mapper.createObjectNode();
        }
        JsonNode tree;
        try {
            tree = mapper.readTree(decode(body));
        } catch (StreamConstraintsException e) {
            throw Rejection.InvalidFields.of(
                    "",
                    "over-limit",
                    "The body is nested deeper than %d levels, or has a name or number of more digits than anybody needs."
                            .formatted(MAX_DEPTH));
        } catch (JacksonException e) {
            TokenStreamLocation at = e.getLocation();
            throw new Rejection.MalformedBody(
                    "The body is not well-formed JSON"
                            + (at == null
                                    ? "."
                                    : " (line %d, column %d)."
                                            .formatted(at.getLineNr(), at.getColumnNr())));
        }
        if (!(tree instanceof ObjectNode object)) {
            throw new Rejection.MalformedBody("The body must be one JSON object.");
        }
        List<FieldError> errors = new ArrayList<>();
        checkTexts(object, "", errors);
        if (!errors.isEmpty()) {
            throw new Rejection.InvalidFields(errors);
        }
        return object;
    }

    /** The tree as a record. */
    public <B> B bind(ObjectNode tree, Class<B> type) {
        try {
            return mapper.treeToValue(tree, type);
        } catch (UnrecognizedPropertyException e) {
            throw Rejection.InvalidFields.of(
                    pointer(e), "unknown-field", "There is no field of this name here.");
        } catch (InvalidFormatException e) {
            if (e.getTargetType() != null && e.getTargetType().isEnum()) {
                throw new Rejection.UnknownCode(
                        pointer(e),
                        java.util.Arrays.stream(e.getTargetType().getEnumConstants())
                                .map(String::valueOf)
                                .collect(Collectors.joining(", ")),
                        String.valueOf(e.getValue()));
            }
            throw Rejection.InvalidFields.of(
                    pointer(e), "wrong-type", "The value has the wrong form.");
        } catch (DatabindException e) {
            throw rootRejection(e, pointer(e));
        }
    }

    /** Names of the members that are null. */
    static Set<String> nulls(ObjectNode tree) {
        return tree.properties().stream()
                .filter(member -> member.getValue().isNull())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** The same text for the same content, whatever the order of members and the spacing. */
    public String canonical(ObjectNode tree) {
        return mapper.writeValueAsString(tree);
    }

    private static Rejection rootRejection(DatabindException e, String pointer) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof Rejection.InvalidFields fields) {
                return fields.below(pointer);
            }
            if (cause instanceof Rejection rejection) {
                return rejection;
            }
        }
        return Rejection.InvalidFields.of(pointer, "wrong-type", "The value has the wrong form.");
    }

    private static String decode(byte[] body) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(java.nio.ByteBuffer.wrap(body))
                    .toString();
        } catch (java.nio.charset.CharacterCodingException e) {
            throw new Rejection.MalformedBody("The body is not UTF-8.");
        }
    }

    private static String pointer(DatabindException e) {
        StringBuilder pointer = new StringBuilder();
        for (JacksonException.Reference reference : e.getPath()) {
            pointer.append('/');
            if (reference.getPropertyName() == null) {
                pointer.append(reference.getIndex());
            } else {
                pointer.append(escape(reference.getPropertyName()));
            }
        }
        return pointer.toString();
    }

    private static void checkTexts(JsonNode node, String pointer, List<FieldError> errors) {
        if (node.isString()) {
            String text = node.stringValue();
            if (text.length() > MAX_TEXT) {
                errors.add(
                        new FieldError(
                                pointer, "too-long", "At most " + MAX_TEXT + " characters."));
            }
            checkText(text, pointer, errors);
        } else if (node.isObject()) {
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                checkText(field.getKey(), pointer, errors);
                checkTexts(field.getValue(), pointer + "/" + escape(field.getKey()), errors);
            }
        } else if (node.isArray()) {
            int index = 0;
            for (JsonNode element : node) {
                checkTexts(element, pointer + "/" + index++, errors);
            }
        }
    }

    private static void checkText(String text, String pointer, List<FieldError> errors) {
        if (!isText(text)) {
            errors.add(
                    new FieldError(
                            pointer,
                            "control-character",
                            "Control characters and halves of characters are not text."));
        }
    }

    /** Whether it holds neither control characters nor half a surrogate pair. */
    public static boolean isText(String text) {
        return text.codePoints().allMatch(StrictJson::isOfText);
    }

    private static boolean isOfText(int character) {
        return character == '\n'
                || character == '\r'
                || character == '\t'
                || !Character.isISOControl(character)
                        && (character < Character.MIN_SURROGATE
                                || character > Character.MAX_SURROGATE);
    }

    static String escape(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}
