package org.socius.platform.format;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;

/** An amount in minor units (cents) of an ISO 4217 currency. */
public record Money(
        @NotNull Long amountMinor, @NotNull @Pattern(regexp = "[A-Z]{3}") String currency) {}
