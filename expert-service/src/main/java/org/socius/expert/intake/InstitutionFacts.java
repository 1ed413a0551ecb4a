package org.socius.expert.intake;

import org.socius.contracts.Topics;
import org.socius.contracts.request.RequestContract.InstitutionsMergedV1;
import org.socius.platform.intake.Intake;
import org.socius.platform.partners.MergedRecords;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Learns which records were of one institution, so that its people find what is theirs (R21). */
@Configuration(proxyBeanMethods = false)
class InstitutionFacts {

    @Bean
    Intake institutionFactsIntake(MergedRecords merged) {
        return Intake.of("expert-service.institutions")
                .topics(Topics.REQUEST)
                .on(
                        InstitutionsMergedV1.class,
                        (fact, institution) ->
                                merged.merge(institution.institutionId(), institution.into()))
                .build();
    }
}
