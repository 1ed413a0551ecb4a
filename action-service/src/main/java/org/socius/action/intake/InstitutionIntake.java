package org.socius.action.intake;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.socius.action.history.InstitutionDirectory;
import org.socius.contracts.Topics;
import org.socius.contracts.request.RequestContract.InstitutionRegisteredV1;
import org.socius.platform.intake.Intake;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Registered institutions are known by all their names, so that history does not double them. */
@Configuration(proxyBeanMethods = false)
class InstitutionIntake {

    /** English and original, without the code of the latter's language. */
    private static Collection<String> textsOf(Map<String, String> name) {
        Map<String, String> texts = new LinkedHashMap<>(name);
        texts.remove("originalLanguage");
        return texts.values();
    }

    @Bean
    Intake institutions(InstitutionDirectory directory) {
        return Intake.of(InstitutionDirectory.GROUP)
                .topics(Topics.REQUEST)
                .on(
                        InstitutionRegisteredV1.class,
                        (fact, e) -> {
                            List<String> names = new ArrayList<>(textsOf(e.name()));
                            names.addAll(e.aliases());
                            if (e.acronym() != null) {
                                names.add(e.acronym());
                            }
                            directory.register(e.institutionId(), e.country(), names);
                        })
                .build();
    }
}
