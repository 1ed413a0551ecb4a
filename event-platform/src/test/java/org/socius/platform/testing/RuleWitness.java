package org.socius.platform.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Watches what a {@link Rule} test sees. Stories report to it by themselves; HTTP tests call it.
 */
public final class RuleWitness implements BeforeTestExecutionCallback, AfterTestExecutionCallback {

    private static final ThreadLocal<Set<String>> REFUSED = ThreadLocal.withInitial(HashSet::new);
    private static final ThreadLocal<Boolean> ACCEPTED = ThreadLocal.withInitial(() -> false);

    /** A command was refused, by this rule if one is named. */
    public static void refused(@Nullable String rule) {
        if (rule != null) {
            REFUSED.get().add(rule);
        }
    }

    /** A command was accepted. */
    public static void accepted() {
        ACCEPTED.set(true);
    }

    @Override
    public void beforeTestExecution(ExtensionContext context) {
        REFUSED.remove();
        ACCEPTED.remove();
    }

    @Override
    public void afterTestExecution(ExtensionContext context) throws Exception {
        if (context.getExecutionException().isPresent()) {
            return;
        }
        Rule tag = context.getRequiredTestMethod().getAnnotation(Rule.class);
        for (String rule : tag.value()) {
            if (!tag.derived() && !REFUSED.get().contains(rule)) {
                throw new AssertionError(
                        "No refusal by " + rule + " was seen, only " + REFUSED.get());
            }
            if (!tag.derived() && !ACCEPTED.get()) {
                throw new AssertionError("No acceptance was seen beside the refusal by " + rule);
            }
            Path evidence = Path.of("target", "rules", rule);
            Files.createDirectories(evidence);
            Files.writeString(
                    evidence.resolve(
                            context.getRequiredTestClass().getName()
                                    + "#"
                                    + context.getRequiredTestMethod().getName()),
                    "");
        }
    }
}
