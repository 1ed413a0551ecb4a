package org.socius.expert;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.socius.expert.actions.KnownActionCommand;
import org.socius.expert.actions.KnownActionEvent;
import org.socius.expert.applications.ApplicationCommand;
import org.socius.expert.applications.ApplicationEvent;
import org.socius.expert.calls.CallCommand;
import org.socius.expert.calls.CallEvent;
import org.socius.expert.mobilisations.MobilisationCommand;
import org.socius.expert.mobilisations.MobilisationEvent;
import org.socius.expert.partners.CollaborativePartnerCommand;
import org.socius.expert.partners.CollaborativePartnerEvent;
import org.socius.expert.roster.ExpertCommand;
import org.socius.expert.roster.ExpertEvent;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ReadmeTest {

    @Test
    void the_table_of_slices_has_every_command_and_every_event() throws IOException {
        String readme = Files.readString(Path.of("README.md"));

        assertThat(
                        Stream.of(
                                        ExpertCommand.class,
                                        ExpertEvent.class,
                                        CallCommand.class,
                                        CallEvent.class,
                                        ApplicationCommand.class,
                                        ApplicationEvent.class,
                                        MobilisationCommand.class,
                                        MobilisationEvent.class,
                                        CollaborativePartnerCommand.class,
                                        CollaborativePartnerEvent.class,
                                        KnownActionCommand.class,
                                        KnownActionEvent.class)
                                .flatMap(language -> Stream.of(language.getPermittedSubclasses()))
                                .map(type -> "`" + type.getSimpleName() + "`"))
                .allSatisfy(name -> assertThat(readme).contains(name));
    }
}
