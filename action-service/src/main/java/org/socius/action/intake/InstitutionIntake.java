package org.socius.action.intake;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.socius.action.history.InstitutionDirectory;
import org.socius.contracts.Topics;
import org.socius.contracts.request.RequestContract.InstitutionAliasAddedV1;
import org.socius.contracts.request.RequestContract.InstitutionRegisteredV1;
import org.socius.contracts.request.RequestContract.InstitutionsMergedV1;
import org.socius.platform.intake.Intake;
import org.socius.platform.partners.MergedRecords;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Registered institutions are known by all their names and records, so that history does not double
 * them and their people find what is theirs (R21).
 */
@Configuration(proxyBeanMethods = false)
class InstitutionIntake {

    /** English and original, without the code of the latter's language. */
    private static Collection<String> textsOf(Map<String, String> name) {
        Map<String, String> texts = new LinkedHashMap<>(name);
        texts.remove("originalLanguage");
        return texts.values();
    }

    @Bean
    Intake institutions(InstitutionDirectory directory, MergedRecords merged) {
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
                .on(
                        InstitutionAliasAddedV1.class,
                        (fact, e) -> directory.addName(e.institutionId(), e.alias()))
                .on(
                        InstitutionsMergedV1.class,
                        (fact, e) -> merged.merge(e.institutionId(), e.into()))
                .build();
    }
}
