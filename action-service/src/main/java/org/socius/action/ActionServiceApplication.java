package org.socius.action;

import com.mongodb.client.MongoDatabase;
import java.util.List;
import java.util.Map;
import org.socius.action.advice.TravelAdvice.TravelAdviceEvent;
import org.socius.action.history.ImportEvent;
import org.socius.action.lifecycle.ActionCommand.RecordDueActionSteps;
import org.socius.action.lifecycle.ActionEvent;
import org.socius.action.lifecycle.Actions;
import org.socius.action.lifecycle.ActivityEvent;
import org.socius.action.numbering.NumberRegister.NumberRegisterEvent;
import org.socius.action.plan.ActionSettings;
import org.socius.action.projects.ProjectEvent;
import org.socius.action.projects.Projects;
import org.socius.action.publishing.ActionContracts;
import org.socius.action.records.FacilityRecordEvent;
import org.socius.action.reference.ReferenceList.ReferenceListEvent;
import org.socius.contracts.Roles;
import org.socius.platform.WriteSide;
import org.socius.platform.filing.DocumentAdded;
import org.socius.platform.filing.Filing;
import org.socius.platform.filing.Shelves;
import org.socius.platform.filing.Shelves.Shelf;
import org.socius.platform.partners.MergedRecords;
import org.socius.platform.partners.Partners;
import org.socius.platform.publishing.ContractTable;
import org.socius.platform.serialization.EventTypes;
import org.socius.platform.settings.SettingList.SettingsChanged;
import org.socius.platform.time.BusinessClock;
import org.socius.platform.view.DueStepsTimer;
import org.socius.platform.view.SystemCommands;
import org.socius.platform.web.PublicPaths;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/**
 * Actions and their activities: everything from acceptance to publication, and those of history.
 */
@SpringBootApplication
@Import({WriteSide.class, Filing.class})
@EnableConfigurationProperties(ActionSettings.class)
public class ActionServiceApplication {

    /** Starts the service as a process of its own; every address is a property. */
    public static void main(String[] arguments) {
        application().run(arguments);
    }

    /**
     * The service ready to be started, alone or beside others in one JVM. Its own settings stand in
     * {@code action-service.yaml}, a name of its own because services in one JVM share the class
     * path.
     */
    public static SpringApplicationBuilder application() {
        return new SpringApplicationBuilder(ActionServiceApplication.class)
                .properties(
                        "spring.config.name=action-service",
                        "spring.application.name=action-service");
    }

    /** Everything this service records. */
    static EventTypes events() {
        return EventTypes.of(
                ActionEvent.class,
                ActivityEvent.class,
                NumberRegisterEvent.class,
                TravelAdviceEvent.class,
                ImportEvent.class,
                ProjectEvent.class,
                FacilityRecordEvent.class,
                ReferenceListEvent.class,
                SettingsChanged.class,
                DocumentAdded.class);
    }

    @Bean
    EventTypes eventTypes() {
        return events();
    }

    @Bean
    ContractTable contracts(EventTypes types) {
        return ActionContracts.table()
                .keep(ImportEvent.class.getPermittedSubclasses())
                .keep(ProjectEvent.class.getPermittedSubclasses())
                .keep(TravelAdviceEvent.class.getPermittedSubclasses())
                .keep(ReferenceListEvent.class.getPermittedSubclasses())
                .keep(SettingsChanged.class)
                .keep(DocumentAdded.class)
                .build(types);
    }

    /** Who reads an action, an activity or a project reads its documents; who acts on it adds. */
    @Bean
    Shelves shelves(Actions actions, Projects projects) {
        return new Shelves(
                Roles.STAFF,
                List.of(
                        new Shelf(
                                "/actions/{id}",
                                actions,
                                Roles.COORDINATOR,
                                Roles.APPROVER,
                                Roles.PARTNER_SIGNATORY,
                                Roles.COMMISSION,
                                Roles.ACTIVITY_MANAGER,
                                Roles.EVALUATION_OFFICER,
                                Roles.COMMUNICATION_OFFICER,
                                Roles.EXPERT),
                        new Shelf(
                                "/actions/{id}/activities/{n}",
                                actions::readActivity,
                                Roles.COORDINATOR,
                                Roles.PARTNER_SIGNATORY,
                                Roles.ACTIVITY_MANAGER,
                                Roles.MOBILISATION_OFFICER,
                                Roles.EXPERT),
                        new Shelf("/projects/{id}", projects, Roles.COORDINATOR, Roles.ADMIN)));
    }

    @Bean
    MergedRecords mergedRecords(MongoDatabase database) {
        return new MergedRecords(database);
    }

    @Bean
    Partners partners(MergedRecords merged) {
        return new Partners(merged::recordsOf);
    }

    @Bean(initMethod = "start", destroyMethod = "close")
    DueStepsTimer dueSteps(MongoDatabase database, BusinessClock clock, SystemCommands commands) {
        return new DueStepsTimer(
                database, clock, commands, Map.of(Actions.TYPE, RecordDueActionSteps::new));
    }

    /** Anybody may read what the facility has published about itself. */
    @Bean
    PublicPaths publicRecords() {
        return new PublicPaths(List.of("/api/v1/facility-records", "/api/v1/facility-records/*"));
    }
}
