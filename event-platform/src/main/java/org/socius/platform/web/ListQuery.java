package org.socius.platform.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.socius.platform.problem.Rejection;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Page, order and filters of a list request. Repeated parameters mean OR, different ones AND; what
 * is not declared is refused.
 *
 * @param page from 0
 * @param size 1 to 200
 * @param sort field to order by, or null for the list's own order
 * @param filters declared parameters that were given, each with its values
 */
public record ListQuery(
        int page,
        int size,
        @Nullable String sort,
        boolean ascending,
        Map<String, List<String>> filters,
        String path) {

    /**
     * Name of the request attribute of somebody who wants to know what an address takes: a {@link
     * Consumer} of {@link Parameters}. Only code inside the service can set it.
     */
    public static final String LISTENER = ListQuery.class.getName();

    private static final List<String> PAGING = List.of("page", "size", "sort");

    public static final int DEFAULT_SIZE = 20;
    public static final int MAX_SIZE = 200;
    public static final int MAX_PAGE = 1_000_000;
    private static final int MAX_VALUE = 500;

    /**
     * What an address takes.
     *
     * @param filters names of the parameters besides those of paging and order
     * @param sortable the fields one may sort by
     * @param paged whether the answer comes in pages
     */
    public record Parameters(List<String> filters, Set<String> sortable, boolean paged) {

        public Parameters {
            filters = List.copyOf(filters);
            sortable = Set.copyOf(sortable);
        }
    }

    /**
     * Refuses what stands in the address of a command, which says everything in its body, unless it
     * is one of the few names known there. Looks at the address only, since reading parameters may
     * use up a form's body.
     */
    static void noneOfCommand(HttpServletRequest request, Set<String> known) {
        String query = request.getQueryString();
        if (query == null || query.isEmpty()) {
            return;
        }
        for (String one : query.split("&", -1)) {
            String name = one.replaceFirst("=.*", "");
            if (!known.contains(name)) {
                throw new Rejection.UnknownParameter(name, new TreeSet<>(known));
            }
        }
    }

    /**
     * Reads the query of a request.
     *
     * @param sortable the fields one may sort by
     * @param parameters the filters this list knows
     */
    public static ListQuery of(
            HttpServletRequest request, Set<String> sortable, String... parameters) {
        return read(request, new Parameters(Arrays.asList(parameters), sortable, true));
    }

    /**
     * Reads the query of a request that is not answered in pages.
     *
     * @param parameters those this address knows
     */
    public static ListQuery unpaged(HttpServletRequest request, List<String> parameters) {
        return read(request, new Parameters(parameters, Set.of(), false));
    }

    private static ListQuery read(HttpServletRequest request, Parameters taken) {
        tell(request, taken);
        Set<String> known = new TreeSet<>(taken.filters());
        if (taken.paged()) {
            known.addAll(PAGING);
        }
        Set<String> sortable = taken.sortable();
        Map<String, List<String>> filters = new LinkedHashMap<>();
        request.getParameterMap()
                .forEach(
                        (name, values) -> {
                            if (!known.contains(name)) {
                                throw new Rejection.UnknownParameter(name, known);
                            }
                            for (String value : values) {
                                if (value.length() > MAX_VALUE || value.indexOf(0) >= 0) {
                                    throw new Rejection.InvalidParameter(
                                            name, "The value is too long or not text.");
                                }
                            }
                            filters.put(name, List.of(values));
                        });
        int page = number(filters, "page", 0, 0, MAX_PAGE);
        int size = number(filters, "size", DEFAULT_SIZE, 1, MAX_SIZE);
        String sort = null;
        boolean ascending = true;
        List<String> sorts = filters.get("sort");
        if (sorts != null) {
            String[] parts = sorts.get(0).split(",", -1);
            if (sorts.size() != 1
                    || parts.length > 2
                    || !sortable.contains(parts[0])
                    || parts.length == 2 && !Set.of("asc", "desc").contains(parts[1])) {
                throw new Rejection.InvalidParameter(
                        "sort", "Sort by one of " + new TreeSet<>(sortable) + ", asc or desc.");
            }
            sort = parts[0];
            ascending = parts.length < 2 || parts[1].equals("asc");
        }
        PAGING.forEach(filters::remove);
        String query = request.getQueryString();
        return new ListQuery(
                page,
                size,
                sort,
                ascending,
                filters,
                request.getRequestURI() + (query == null ? "" : "?" + query));
    }

    private static void tell(HttpServletRequest request, Parameters taken) {
        if (request.getAttribute(LISTENER) instanceof Consumer<?> listener) {
            @SuppressWarnings("unchecked") // the only kind that the attribute may hold
            Consumer<Parameters> asked = (Consumer<Parameters>) listener;
            asked.accept(taken);
        }
    }

    /** Refuses every query parameter: for addresses that take none. */
    public static void none(HttpServletRequest request) {
        request.getParameterMap().keySet().stream()
                .findFirst()
                .ifPresent(
                        name -> {
                            throw new Rejection.UnknownParameter(name, List.of());
                        });
    }

    /** The values of a filter, empty if it was not given. */
    public List<String> values(String filter) {
        return filters.getOrDefault(filter, List.of());
    }

    /**
     * The values of a filter by a state or another closed set of names, empty if it was not given.
     *
     * @throws Rejection.InvalidParameter for a value that is no name of the set
     */
    public <E extends Enum<E>> List<String> names(String filter, Class<E> known) {
        List<String> names = Arrays.stream(known.getEnumConstants()).map(Enum::name).toList();
        List<String> values = values(filter);
        if (!names.containsAll(values)) {
            throw new Rejection.InvalidParameter(filter, "One of " + names + " is expected.");
        }
        return values;
    }

    /** The single value of a filter, or null; given twice it is refused. */
    public @Nullable String value(String filter) {
        List<String> values = values(filter);
        if (values.size() > 1) {
            throw new Rejection.InvalidParameter(filter, "Give this parameter once.");
        }
        return values.isEmpty() ? null : values.get(0);
    }

    /** {@code Link} header (RFC 8288) with first, prev, next and last. */
    String links(long totalPages) {
        List<String> links = new ArrayList<>();
        links.add(link(0, "first"));
        if (page > 0) {
            links.add(link(page - 1, "prev"));
        }
        if (page + 1 < totalPages) {
            links.add(link(page + 1, "next"));
        }
        links.add(link(Math.max(0, totalPages - 1), "last"));
        return String.join(", ", links);
    }

    private String link(long target, String relation) {
        String address =
                UriComponentsBuilder.fromUriString(path)
                        .replaceQueryParam("page", target)
                        .build()
                        .toUriString();
        return "<" + address + ">; rel=\"" + relation + "\"";
    }

    private static int number(
            Map<String, List<String>> filters, String name, int absent, int min, int max) {
        List<String> values = filters.get(name);
        if (values == null) {
            return absent;
        }
        try {
            int number = Integer.parseInt(values.get(0));
            if (values.size() == 1 && number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            // falls through to the refusal below
        }
        throw new Rejection.InvalidParameter(
                name, "A number from " + min + " to " + max + " is expected, once.");
    }
}
