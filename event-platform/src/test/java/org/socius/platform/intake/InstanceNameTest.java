package org.socius.platform.intake;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@DisplayNameGeneration(ReplaceUnderscores.class)
class InstanceNameTest {

    @Configuration(proxyBeanMethods = false)
    static class Named {

        @Bean
        String instance(@Value(IntakeConfiguration.INSTANCE) String instance) {
            return instance;
        }
    }

    private static String name(String... settings) {
        try (var context =
                new SpringApplicationBuilder(Named.class)
                        .web(WebApplicationType.NONE)
                        .run(settings)) {
            return context.getBean("instance", String.class);
        }
    }

    @Test
    void two_processes_of_a_service_without_names_of_their_own_have_different_ones() {
        String service = "--spring.application.name=lamp-service";
        assertThat(name(service)).isNotBlank().doesNotContain("$").isNotEqualTo(name(service));
    }

    @Test
    void a_given_name_is_kept_over_restarts() {
        assertThat(name("--socius.instance=left")).isEqualTo("left");
    }
}
