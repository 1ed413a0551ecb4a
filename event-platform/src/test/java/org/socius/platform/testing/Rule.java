package org.socius.platform.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The rules of the domain that a test proves. The test fails unless it sees, for each of them, a
 * refusal with that {@code rule} and an accepted command; its evidence feeds {@code docs/rules.md}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@ExtendWith(RuleWitness.class)
public @interface Rule {

    /** Rule numbers such as R48. */
    String[] value();
}
