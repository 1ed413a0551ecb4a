package org.socius.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.socius.request.InstitutionDocket.DocketEvent;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ReadmeTest {

    @Test
    void the_table_of_slices_has_every_command_and_every_event() throws IOException {
        String readme = Files.readString(Path.of("README.md"));

        assertThat(
                        Stream.of(
                                        RequestCommand.class,
                                        InstitutionCommand.class,
                                        RequestEvent.class,
                                        InstitutionEvent.class,
                                        DocketEvent.class)
                                .flatMap(language -> Stream.of(language.getPermittedSubclasses()))
                                .map(type -> "`" + type.getSimpleName() + "`"))
                .allSatisfy(name -> assertThat(readme).contains(name));
    }
}
