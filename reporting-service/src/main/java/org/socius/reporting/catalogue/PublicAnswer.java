package org.socius.reporting.catalogue;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Function;
import org.socius.platform.web.ListQuery;
import org.socius.reporting.asked.Questions;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/**
 * An answer that anybody may keep for a moment, and ask again whether it still holds: its tag is
 * the number of facts contained and the day.
 */
@Component
final class PublicAnswer {

    private static final Duration FRESH = Duration.ofSeconds(2);

    private final Questions questions;

    PublicAnswer(Questions questions) {
        this.questions = questions;
    }

    ResponseEntity<?> of(
            HttpServletRequest http,
            ListQuery query,
            Function<Questions.Opened, ResponseEntity<?>> view) {
        Questions.Opened opened = questions.open(query);
        String tag =
                "\"%d-%s\""
                        .formatted(
                                opened.known().contained().values().stream()
                                        .mapToLong(n -> n)
                                        .sum(),
                                questions.today());
        CacheControl cache = CacheControl.maxAge(FRESH).cachePublic().mustRevalidate();
        String wanted = http.getHeader(HttpHeaders.IF_NONE_MATCH);
        ResponseEntity<?> fresh = view.apply(opened);
        if (wanted != null
                && Arrays.stream(wanted.split(","))
                        .map(one -> one.strip().replaceFirst("^W/", ""))
                        .anyMatch(tag::equals)) {
            return ResponseEntity.status(304).eTag("W/" + tag).cacheControl(cache).build();
        }
        return ResponseEntity.status(fresh.getStatusCode())
                .headers(fresh.getHeaders())
                .eTag("W/" + tag)
                .cacheControl(cache)
                .body(fresh.getBody());
    }
}
