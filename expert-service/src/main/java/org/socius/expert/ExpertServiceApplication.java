package org.socius.expert;

import com.mongodb.client.MongoDatabase;
import java.util.List;
import java.util.Map;
import org.socius.expert.calls.CallCommand.RecordDueCallSteps;
import org.socius.expert.mobilisations.MobilisationCommand.RecordDueMobilisationSteps;
import org.socius.expert.roster.ExpertCommand.RecordDueExpertSteps;
import org.socius.platform.WriteSide;
import org.socius.platform.time.BusinessClock;
import org.socius.platform.view.DueStepsTimer;
import org.socius.platform.view.SystemCommands;
import org.socius.platform.web.PublicPaths;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** The roster of experts, calls, applications and mobilisations. */
@SpringBootApplication
@Import(WriteSide.class)
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

    /** Anybody may look for an open call. */
    @Bean
    PublicPaths openCalls() {
        return new PublicPaths(List.of("/api/v1/calls", "/api/v1/calls/*"));
    }
}
