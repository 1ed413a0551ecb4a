package org.socius.platform.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The rules of the domain that a test proves. The test fails unless it sees, for each of them, a
 * refusal with that {@code rule} and an accepted command; its evidence feeds {@code docs/rules.md}.
 * A {@link #derived} rule is about recording, deriving or counting and refuses nothing: there the
 * test's own assertions are the evidence.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@ExtendWith(RuleWitness.class)
public @interface Rule {

    /** Rule numbers such as R48. */
    String[] value();

    /** True for rules that have nothing to refuse; the test asserts what they say. */
    boolean derived() default false;
}
