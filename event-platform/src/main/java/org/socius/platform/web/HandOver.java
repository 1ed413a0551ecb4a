package org.socius.platform.web;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;

/**
 * The body of a command that puts something into the hands of somebody else. The account is told to
 * other services, so it has the form of a subject: neither a name nor an address passes (R119).
 *
 * @param person account (token subject) of whom it is handed to
 */
public record HandOver(
        @NotNull @Pattern(regexp = "[A-Za-z0-9][A-Za-z0-9._:|-]{0,199}") String person) {}
