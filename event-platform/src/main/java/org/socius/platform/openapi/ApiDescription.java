package org.socius.platform.openapi;

import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.core.converter.ResolvedSchema;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.ArraySchema;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.HeaderParameter;
import io.swagger.v3.oas.models.parameters.QueryParameter;
import io.swagger.v3.oas.models.parameters.RequestBody;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.socius.platform.format.MultilingualText;
import org.socius.platform.problem.FrameworkProblem;
import org.socius.platform.problem.Problem;
import org.socius.platform.problem.Rejection;
import org.socius.platform.web.BodyWithFile;
import org.socius.platform.web.CommandRoute;
import org.socius.platform.web.ListQuery;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Adds to the document of a service what its commands take (the desk reads bodies itself, so nobody
 * else knows), who may give them and how they are refused, and what its lists read from the
 * address.
 */
public final class ApiDescription implements OpenApiCustomizer {

    private static final String PROBLEM = "application/problem+json";
    private static final String SCHEMAS = "#/components/schemas/";

    /** What every command's body may carry beside its own fields. */
    private static final String COMMON = "CommandFrame";

    /** Codes that only commands with a body of their own can be answered with. */
    private static final Set<Integer> OF_COMMANDS = Set.of(403, 409, 412, 413, 415, 422);

    private final RequestMappingHandlerMapping handlers;
    private final ModelConverters converters = new ModelConverters(true);

    /**
     * @param handlers the service's own
     */
    public ApiDescription(RequestMappingHandlerMapping handlers) {
        this.handlers = handlers;
        converters.addConverter(texts());
    }

    @Override
    public void customise(OpenAPI document) {
        Components components =
                document.getComponents() == null ? new Components() : document.getComponents();
        document.setComponents(components);
        components.addSchemas(COMMON, commonFields());
        components.addSchemas("Problem", problem());
        Map<Integer, Set<String>> codes = codes();
        document.getPaths()
                .values()
                .forEach(
                        path ->
                                path.readOperationsMap()
                                        .forEach(
                                                (method, operation) ->
                                                        refusals(method, operation, codes)));
        handlers.getHandlerMethods()
                .forEach(
                        (mapping, handler) -> {
                            List<CommandRoute> routes = RouteProbe.routes(handler);
                            ListQuery.@Nullable Parameters taken =
                                    RouteProbe.parameters(handler).orElse(null);
                            for (Operation operation : operations(document, mapping)) {
                                if (!routes.isEmpty()) {
                                    describe(operation, routes, components);
                                }
                                if (taken != null) {
                                    describe(operation, taken);
                                }
                            }
                        });
    }

    private static List<Operation> operations(OpenAPI document, RequestMappingInfo mapping) {
        return mapping.getPatternValues().stream()
                .map(document.getPaths()::get)
                .filter(Objects::nonNull)
                .flatMap(
                        path ->
                                mapping.getMethodsCondition().getMethods().stream()
                                        .map(
                                                method ->
                                                        path.readOperationsMap()
                                                                .get(
                                                                        PathItem.HttpMethod.valueOf(
                                                                                method.name()))))
                .filter(Objects::nonNull)
                .toList();
    }

    private static void describe(Operation operation, ListQuery.Parameters taken) {
        taken.filters().stream()
                .sorted()
                .forEach(
                        filter ->
                                operation.addParametersItem(
                                        new QueryParameter()
                                                .name(filter)
                                                .description("Given again it means or.")
                                                .schema(
                                                        new ArraySchema()
                                                                .items(new StringSchema()))));
        if (!taken.paged()) {
            return;
        }
        operation.addParametersItem(
                new QueryParameter().name("page").schema(number(0, 0, ListQuery.MAX_PAGE)));
        operation.addParametersItem(
                new QueryParameter()
                        .name("size")
                        .schema(number(ListQuery.DEFAULT_SIZE, 1, ListQuery.MAX_SIZE)));
        if (!taken.sortable().isEmpty()) {
            StringSchema orders = new StringSchema();
            taken.sortable().stream()
                    .sorted()
                    .flatMap(field -> Stream.of(field + ",asc", field + ",desc"))
                    .forEach(orders::addEnumItem);
            operation.addParametersItem(new QueryParameter().name("sort").schema(orders));
        }
    }

    private static Schema<?> number(int absent, int least, int most) {
        Schema<Number> number = new IntegerSchema();
        number.setDefault(absent);
        number.setMinimum(BigDecimal.valueOf(least));
        number.setMaximum(BigDecimal.valueOf(most));
        return number;
    }

    private void describe(Operation operation, List<CommandRoute> routes, Components components) {
        CommandRoute route = routes.getFirst();
        Set<String> roles = new TreeSet<>();
        routes.forEach(one -> roles.addAll(one.roles()));
        operation.addExtension("x-roles", List.copyOf(roles));
        operation.setDescription("For " + String.join(", ", roles) + ".");
        operation.addParametersItem(
                new HeaderParameter()
                        .name("Idempotency-Key")
                        .description("1 to 128 visible characters, of this caller.")
                        .schema(new StringSchema().maxLength(128)));
        operation.addParametersItem(
                new HeaderParameter()
                        .name("If-Match")
                        .description("The version the command is meant for, as ETag shows it.")
                        .schema(new StringSchema().pattern("\"\\d{1,18}\"")));
        if (operation.getRequestBody() == null) {
            operation.setRequestBody(
                    new RequestBody()
                            .required(needsBody(route))
                            .content(
                                    new Content()
                                            .addMediaType(
                                                    route.file()
                                                            ? "multipart/form-data"
                                                            : "application/json",
                                                    new MediaType()
                                                            .schema(body(route, components)))));
        }
        ApiResponses responses = operation.getResponses();
        if (route.creates()) {
            ApiResponse made =
                    Objects.requireNonNullElseGet(responses.remove("200"), ApiResponse::new);
            made.setDescription("Made; the new resource.");
            made.addHeaderObject(
                    "Location", new Header().schema(new StringSchema().format("uri-reference")));
            responses.addApiResponse("201", made);
        }
        Stream.of("200", "201")
                .map(responses::get)
                .filter(Objects::nonNull)
                .forEach(
                        done ->
                                done.addHeaderObject(
                                        "ETag", new Header().schema(new StringSchema())));
    }

    private boolean needsBody(CommandRoute route) {
        return route.reasonRequired()
                || route.file()
                || Arrays.stream(route.body().getRecordComponents())
                        .anyMatch(component -> !component.getType().isPrimitive());
    }

    private Schema<?> body(CommandRoute route, Components components) {
        Schema<?> frame = new Schema<>().$ref(SCHEMAS + COMMON);
        List<Schema> parts = new ArrayList<>();
        if (route.body().getRecordComponents().length > 0) {
            ResolvedSchema own =
                    converters.readAllAsResolvedSchema(
                            new AnnotatedType(route.body()).resolveAsRef(true));
            own.referencedSchemas.forEach((name, schema) -> add(components, name, schema));
            parts.add(own.schema);
        }
        parts.add(frame);
        List<String> required = new ArrayList<>();
        if (route.reasonRequired()) {
            required.add("reason");
        }
        if (route.file()) {
            parts.add(file());
            required.add(BodyWithFile.FILE);
        }
        Schema<?> body = new ObjectSchema();
        body.setAllOf(parts);
        if (!required.isEmpty()) {
            body.setRequired(required);
        }
        return body;
    }

    private static Schema<?> file() {
        Schema<?> content =
                new StringSchema()
                        .format("binary")
                        .description(
                                "One file with its name; what it is, is told by what stands in it");
        Schema<?> part = new ObjectSchema();
        part.setProperties(Map.of(BodyWithFile.FILE, content));
        return part;
    }

    private static void add(Components components, String name, Schema<?> schema) {
        Schema<?> known = components.getSchemas().get(name);
        if (known != null && !known.equals(schema)) {
            throw new IllegalStateException("Two bodies have parts of the name " + name);
        }
        components.addSchemas(name, schema);
    }

    private static void refusals(
            PathItem.HttpMethod method, Operation operation, Map<Integer, Set<String>> codes) {
        codes.forEach(
                (status, names) -> {
                    if (method != PathItem.HttpMethod.GET || !OF_COMMANDS.contains(status)) {
                        operation
                                .getResponses()
                                .addApiResponse(String.valueOf(status), refusal(status, names));
                    }
                });
    }

    private static ApiResponse refusal(int status, Set<String> codes) {
        ApiResponse refusal =
                new ApiResponse()
                        .description(
                                HttpStatus.valueOf(status).getReasonPhrase()
                                        + ": "
                                        + String.join(", ", codes))
                        .content(
                                new Content()
                                        .addMediaType(
                                                PROBLEM,
                                                new MediaType()
                                                        .schema(
                                                                new Schema<>()
                                                                        .$ref(
                                                                                SCHEMAS
                                                                                        + "Problem"))));
        if (status == 503) {
            refusal.addHeaderObject("Retry-After", new Header().schema(new IntegerSchema()));
        }
        return refusal;
    }

    /** The codes every service has, by status; its own stand in docs/problems.md. */
    private static Map<Integer, Set<String>> codes() {
        Map<Integer, Set<String>> codes = new TreeMap<>();
        Stream.concat(
                        Arrays.stream(Rejection.class.getDeclaredClasses())
                                .map(type -> type.getAnnotation(Problem.class))
                                .filter(Objects::nonNull)
                                .map(problem -> Map.entry(problem.status(), problem.code())),
                        Arrays.stream(FrameworkProblem.values())
                                .map(problem -> Map.entry(problem.status(), problem.code())))
                .forEach(
                        one ->
                                codes.computeIfAbsent(one.getKey(), status -> new TreeSet<>())
                                        .add(one.getValue()));
        return codes;
    }

    private static Schema<?> problem() {
        Map<String, Schema> fault = new LinkedHashMap<>();
        fault.put("pointer", new StringSchema().description("JSON pointer into the body"));
        fault.put("code", new StringSchema());
        fault.put("message", new StringSchema());
        Map<String, Schema> members = new LinkedHashMap<>();
        members.put(
                "type",
                new StringSchema()
                        .description("A urn of service and code, listed in docs/problems.md"));
        members.put("title", new StringSchema());
        members.put("status", new IntegerSchema());
        members.put("detail", new StringSchema());
        members.put("instance", new StringSchema().description("Id of the request"));
        members.put("rule", new StringSchema().description("The business rule that refuses"));
        members.put("remedy", new StringSchema());
        Schema<?> one = new ObjectSchema();
        one.setProperties(fault);
        members.put("errors", new ArraySchema().items(one));
        Schema<?> problem = new ObjectSchema();
        problem.setDescription("RFC 9457; facts of the case are further members");
        problem.setProperties(members);
        problem.setRequired(List.of("type", "title", "status"));
        problem.setAdditionalProperties(true);
        return problem;
    }

    private static Schema<?> commonFields() {
        Map<String, Schema> fields = new LinkedHashMap<>();
        fields.put("reason", new StringSchema().maxLength(2_000).example("As agreed by telephone"));
        fields.put("reasonCode", new StringSchema().maxLength(100));
        fields.put(
                "occurredOn",
                new StringSchema()
                        .format("date")
                        .description("A late entry: the day on which it happened"));
        Map<String, Schema> other = new LinkedHashMap<>();
        other.put("role", new StringSchema());
        other.put("id", new StringSchema());
        Schema<?> onBehalfOf = new ObjectSchema();
        onBehalfOf.setProperties(other);
        onBehalfOf.setRequired(List.of("role", "id"));
        onBehalfOf.setDescription("For admin only");
        fields.put("onBehalfOf", onBehalfOf);
        Schema<?> common = new ObjectSchema();
        common.setProperties(fields);
        return common;
    }

    /** A text in several languages is a string or an object, which its class does not show. */
    private static ModelConverter texts() {
        return (type, context, chain) -> {
            if (isTexts(type.getType())) {
                Schema<?> byLanguage = new ObjectSchema();
                byLanguage.setAdditionalProperties(new StringSchema());
                Schema<?> text = new Schema<>();
                text.setDescription("One text, or texts by ISO 639-1 language");
                text.setOneOf(List.of(new StringSchema(), byLanguage));
                text.setExample(Map.of("en", "Coverage of street vendors"));
                return text;
            }
            return chain.hasNext() ? chain.next().resolve(type, context, chain) : null;
        };
    }

    private static boolean isTexts(java.lang.reflect.@Nullable Type type) {
        return type == MultilingualText.class
                || type instanceof com.fasterxml.jackson.databind.JavaType java
                        && java.getRawClass() == MultilingualText.class;
    }
}
