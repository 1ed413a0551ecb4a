package org.socius.quickstart;

import java.util.List;
import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;

/**
 * Auto-configuration follows the class path, which all services share in one JVM: each context gets
 * only what its service would have alone.
 */
final class OwnPartsOnly implements AutoConfigurationImportFilter, EnvironmentAware {

    /**
     * Comma-separated beginnings of the names of auto-configurations that a context does without.
     */
    static final String WITHOUT = "socius.quickstart.without";

    private List<String> without = List.of();

    OwnPartsOnly() {}

    @Override
    public void setEnvironment(Environment environment) {
        without =
                Binder.get(environment)
                        .bind(WITHOUT, Bindable.listOf(String.class))
                        .orElse(List.of());
    }

    @Override
    public boolean[] match(String[] candidates, AutoConfigurationMetadata metadata) {
        boolean[] wanted = new boolean[candidates.length];
        for (int i = 0; i < candidates.length; i++) {
            String candidate = candidates[i];
            wanted[i] = candidate == null || without.stream().noneMatch(candidate::startsWith);
        }
        return wanted;
    }
}
