package org.socius.reporting.asked;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.socius.platform.web.ListQuery;
import org.socius.platform.web.Page;
import org.springframework.http.ResponseEntity;

/**
 * How far an answer is, and what it was asked for.
 *
 * @param knownAt as asked for, else the moment of the answer on the business clock
 * @param positions contract events contained, by topic; duplicates do not count
 * @param withoutDate imported records left out because a period was asked for and they have no date
 * @param lagSeconds how long the oldest fact that is known to be missing has been waiting
 * @param generatedAt by the machine's clock
 */
public record Meta(
        LocalDate asOf,
        Instant knownAt,
        @Nullable LocalDate from,
        @Nullable LocalDate to,
        Map<String, Long> positions,
        int withoutDate,
        long lagSeconds,
        Instant generatedAt) {

    /** A page and what it was asked for, side by side. */
    public record OfPage<T>(@JsonUnwrapped Page<T> page, Meta meta) {

        /** The answer with the page's {@code Link} header. */
        public ResponseEntity<OfPage<T>> answer(ListQuery query) {
            return ResponseEntity.ok().headers(page.answer(query).getHeaders()).body(this);
        }
    }
}
