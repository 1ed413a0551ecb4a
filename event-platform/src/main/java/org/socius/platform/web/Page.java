package org.socius.platform.web;

import java.util.List;
import java.util.function.Function;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;

/** One page of a list, as it is answered. */
public record Page<T>(List<T> items, int page, int size, long totalItems, long totalPages) {

    public static <T> Page<T> of(List<T> items, ListQuery query, long totalItems) {
        return new Page<>(
                items,
                query.page(),
                query.size(),
                totalItems,
                (totalItems + query.size() - 1) / query.size());
    }

    /** The page a query asks for, cut out of everything that matches. */
    public static <T> Page<T> cut(List<T> all, ListQuery query) {
        long start = Math.min((long) query.page() * query.size(), all.size());
        long end = Math.min(start + query.size(), all.size());
        return of(all.subList((int) start, (int) end), query, all.size());
    }

    public <R> Page<R> map(Function<T, R> shown) {
        return new Page<>(items.stream().map(shown).toList(), page, size, totalItems, totalPages);
    }

    /** The answer with its {@code Link} header. */
    public ResponseEntity<Page<T>> answer(ListQuery query) {
        return ResponseEntity.ok().header(HttpHeaders.LINK, query.links(totalPages)).body(this);
    }
}
