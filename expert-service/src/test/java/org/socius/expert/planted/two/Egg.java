package org.socius.expert.planted.two;

import org.socius.expert.planted.one.Hen;

/** Depends on what depends on it. */
public record Egg(Hen from) {}
