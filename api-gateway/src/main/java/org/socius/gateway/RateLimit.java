package org.socius.gateway;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;

/**
 * How much one caller may ask of this instance: a bucket for each subject, and one for each address
 * of those who bring no valid token. The address is the connection's own; forwarding headers are
 * not believed.
 */
@Component
class RateLimit {

    /**
     * Bounds the memory an attacker with many addresses can take; the least used buckets are
     * forgotten first.
     */
    private static final int CALLERS_REMEMBERED = 100_000;

    private final LongSupplier nanoTime;
    private final GatewaySettings settings;
    private final Cache<String, Bucket> buckets;

    @Autowired
    RateLimit(GatewaySettings settings) {
        this(settings, System::nanoTime);
    }

    RateLimit(GatewaySettings settings, LongSupplier nanoTime) {
        this.settings = settings;
        this.nanoTime = nanoTime;
        this.buckets = Caffeine.newBuilder().maximumSize(CALLERS_REMEMBERED).build();
    }

    /**
     * Takes one request out of the subject's bucket. Zero: go on; else how long to wait for the
     * next one.
     */
    Duration takeFor(Authentication caller) {
        return take("s|" + caller.getName(), settings.perSubject());
    }

    /**
     * Takes one request out of the bucket of the address. Zero: go on; else how long to wait for
     * the next one.
     */
    Duration takeFor(HttpServletRequest request) {
        return take("a|" + request.getRemoteAddr(), settings.perAddress());
    }

    private Duration take(String caller, GatewaySettings.Rate rate) {
        return buckets.get(caller, _ -> new Bucket(rate, nanoTime.getAsLong()))
                .take(rate, nanoTime.getAsLong());
    }

    private static final class Bucket {

        private static final double NANOS_PER_SECOND = 1e9;

        private double tokens;
        private long filledAt;

        Bucket(GatewaySettings.Rate rate, long now) {
            this.tokens = rate.burst();
            this.filledAt = now;
        }

        synchronized Duration take(GatewaySettings.Rate rate, long now) {
            double gained = (now - filledAt) * rate.perSecond() / NANOS_PER_SECOND;
            tokens = Math.min(rate.burst(), tokens + Math.max(0, gained));
            filledAt = now;
            if (tokens >= 1) {
                tokens -= 1;
                return Duration.ZERO;
            }
            return Duration.ofNanos((long) ((1 - tokens) * NANOS_PER_SECOND / rate.perSecond()));
        }
    }
}
