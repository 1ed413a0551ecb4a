package org.socius.expert.planted.one;

import org.socius.expert.planted.two.Egg;

/** Depends on what depends on it. */
public record Hen(Egg from) {}
