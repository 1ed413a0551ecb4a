package org.socius.expert;

import com.mongodb.client.MongoDatabase;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.socius.contracts.Roles;
import org.socius.expert.applications.Applications;
import org.socius.expert.calls.CallCommand.RecordDueCallSteps;
import org.socius.expert.calls.Calls;
import org.socius.expert.mobilisations.MobilisationCommand.RecordDueMobilisationSteps;
import org.socius.expert.mobilisations.Mobilisations;
import org.socius.expert.partners.CollaborativePartners;
import org.socius.expert.roster.ExpertCommand.RecordDueExpertSteps;
import org.socius.expert.roster.Experts;
import org.socius.expert.settings.ExpertSettings;
import org.socius.platform.WriteSide;
import org.socius.platform.filing.Filing;
import org.socius.platform.filing.Shelves;
import org.socius.platform.filing.Shelves.Shelf;
import org.socius.platform.partners.MergedRecords;
import org.socius.platform.partners.Partners;
import org.socius.platform.time.BusinessClock;
import org.socius.platform.view.DueStepsTimer;
import org.socius.platform.view.SystemCommands;
import org.socius.platform.web.PublicPaths;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** The roster of experts, calls, applications and mobilisations. */
@SpringBootApplication
@Import({WriteSide.class, Filing.class})
@EnableConfigurationProperties(ExpertSettings.class)
public class ExpertServiceApplication {

    /** Starts the service as a process of its own; every address is a property. */
    public static void main(String[] arguments) {
        application().run(arguments);
    }

    /**
     * The service ready to be started, alone or beside others in one JVM. Its own settings stand in
     * {@code expert-service.yaml}, a name of its own because services in one JVM share the class
     * path.
     */
    public static SpringApplicationBuilder application() {
        return new SpringApplicationBuilder(ExpertServiceApplication.class)
                .properties(
                        "spring.config.name=expert-service",
                        "spring.application.name=expert-service");
    }

    /**
     * The deadline closes a call; the end of the time for objections may mobilise an expert; a
     * profile expires.
     */
    @Bean(initMethod = "start", destroyMethod = "close")
    DueStepsTimer dueSteps(MongoDatabase database, BusinessClock clock, SystemCommands commands) {
        return new DueStepsTimer(
                database,
                clock,
                commands,
                Map.of(
                        "Call", RecordDueCallSteps::new,
                        "Expert", RecordDueExpertSteps::new,
                        "Mobilisation", RecordDueMobilisationSteps::new));
    }

    /**
     * Who acts on a resource adds documents to it. They are read by those who read the resource;
     * where it is about a person, by those who see the person in it.
     */
    @Bean
    Shelves shelves(
            Experts experts,
            Calls calls,
            Applications applications,
            Mobilisations mobilisations,
            CollaborativePartners partners) {
        return new Shelves(
                Roles.STAFF,
                List.of(
                        new Shelf(
                                "/experts/{id}",
                                experts,
                                (id, caller) -> Experts.seesPersons(caller, id),
                                Set.of(
                                        Roles.EXPERT,
                                        Roles.MOBILISATION_OFFICER,
                                        Roles.COORDINATOR)),
                        new Shelf(
                                "/calls/{id}",
                                calls,
                                Roles.MOBILISATION_OFFICER,
                                Roles.COORDINATOR),
                        new Shelf(
                                "/applications/{id}",
                                applications,
                                (id, caller) -> applications.person(id, caller).isPresent(),
                                Set.of(
                                        Roles.EXPERT,
                                        Roles.MOBILISATION_OFFICER,
                                        Roles.COORDINATOR,
                                        Roles.ACTIVITY_MANAGER,
                                        Roles.PARTNER_SIGNATORY)),
                        new Shelf(
                                "/mobilisations/{id}",
                                mobilisations,
                                mobilisations::seesPerson,
                                Set.of(
                                        Roles.EXPERT,
                                        Roles.MOBILISATION_OFFICER,
                                        Roles.FINANCE_OFFICER,
                                        Roles.COORDINATOR,
                                        Roles.EMPLOYER,
                                        Roles.PARTNER_SIGNATORY)),
                        new Shelf(
                                "/collaborative-partners/{id}",
                                partners,
                                Roles.COLLABORATIVE_PARTNER,
                                Roles.ADMIN)));
    }

    @Bean
    MergedRecords mergedRecords(MongoDatabase database) {
        return new MergedRecords(database);
    }

    @Bean
    Partners partners(MergedRecords merged) {
        return new Partners(merged::recordsOf);
    }

    /** Anybody may look for an open call, and read its documents. */
    @Bean
    PublicPaths openCalls() {
        return new PublicPaths(
                List.of(
                        "/api/v1/calls",
                        "/api/v1/calls/*",
                        "/api/v1/documents",
                        "/api/v1/documents/*"));
    }
}
