package org.socius.request;

import com.mongodb.client.MongoDatabase;
import java.util.List;
import java.util.Map;
import org.socius.contracts.Roles;
import org.socius.platform.WriteSide;
import org.socius.platform.filing.DocumentAdded;
import org.socius.platform.filing.Filing;
import org.socius.platform.filing.Shelves;
import org.socius.platform.filing.Shelves.Shelf;
import org.socius.platform.publishing.ContractTable;
import org.socius.platform.serialization.EventTypes;
import org.socius.platform.settings.SettingList.SettingsChanged;
import org.socius.platform.time.BusinessClock;
import org.socius.platform.view.DueStepsTimer;
import org.socius.platform.view.SystemCommands;
import org.socius.platform.view.ViewStore;
import org.socius.request.holidays.HolidayChanged;
import org.socius.request.holidays.HolidayList;
import org.socius.request.publishing.RequestContracts;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** Institutions and requests: everything up to the decision to accept. */
@SpringBootApplication
@Import({WriteSide.class, Filing.class})
@EnableConfigurationProperties(RequestSettings.class)
public class RequestServiceApplication {

    /** Starts the service as a process of its own; every address is a property. */
    public static void main(String[] arguments) {
        application().run(arguments);
    }

    /**
     * The service ready to be started, alone or beside others in one JVM. Its own settings stand in
     * {@code request-service.yaml}, a name of its own because services in one JVM share the class
     * path.
     */
    public static SpringApplicationBuilder application() {
        return new SpringApplicationBuilder(RequestServiceApplication.class)
                .properties(
                        "spring.config.name=request-service",
                        "spring.application.name=request-service");
    }

    /** Everything this service records. */
    static EventTypes events() {
        return EventTypes.of(
                InstitutionEvent.class,
                RequestEvent.class,
                InstitutionDocket.DocketEvent.class,
                NumberRegister.NumberAssigned.class,
                EligibilityChanged.class,
                HolidayChanged.class,
                SettingsChanged.class,
                EligibilityListRetold.class,
                DocumentAdded.class);
    }

    @Bean
    EventTypes eventTypes() {
        return events();
    }

    @Bean
    ContractTable contracts(EventTypes types) {
        return RequestContracts.table(
                        Request.class, Institution.class, EligibilityList.class, HolidayList.class)
                .keep(InstitutionDocket.DocketEvent.class.getPermittedSubclasses())
                .keep(NumberRegister.NumberAssigned.class)
                .keep(SettingsChanged.class)
                .keep(DocumentAdded.class)
                .build(types);
    }

    /** Who reads a request or an institution reads its documents; who acts on it adds some. */
    @Bean
    Shelves shelves(Requests requests, Institutions institutions) {
        return new Shelves(
                Roles.STAFF,
                List.of(
                        new Shelf(
                                "/requests/{id}",
                                requests,
                                Roles.PARTNER_DRAFTER,
                                Roles.PARTNER_SIGNATORY,
                                Roles.COORDINATOR,
                                Roles.ACTIVITY_MANAGER,
                                Roles.DELEGATION,
                                Roles.COMMISSION),
                        new Shelf(
                                "/institutions/{id}",
                                institutions,
                                Roles.PARTNER_DRAFTER,
                                Roles.PARTNER_SIGNATORY,
                                Roles.COORDINATOR)));
    }

    @Bean
    ViewStore<RequestSummary> requestList(MongoDatabase database) {
        return new ViewStore<>(database, "requests", RequestSummary.class);
    }

    @Bean
    ViewStore<InstitutionSummary> institutionList(MongoDatabase database) {
        return new ViewStore<>(database, "institutions", InstitutionSummary.class);
    }

    @Bean(initMethod = "start", destroyMethod = "close")
    DueStepsTimer dueSteps(MongoDatabase database, BusinessClock clock, SystemCommands commands) {
        return new DueStepsTimer(
                database,
                clock,
                commands,
                Map.of(Requests.TYPE, RequestCommand.RecordDueRequestSteps::new));
    }
}
