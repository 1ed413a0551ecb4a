package org.socius.reporting.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Properties;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.PropertiesLoaderUtils;

@DisplayNameGeneration(ReplaceUnderscores.class)
class PublicReportsTest {

    @Test
    void the_list_the_gateway_opens_names_every_public_report_and_no_other() throws Exception {
        Properties access =
                PropertiesLoaderUtils.loadProperties(
                        new ClassPathResource("org/socius/contracts/access.properties"));
        assertThat(access.getProperty("socius.public-reports").split(","))
                .containsExactlyInAnyOrder(
                        Arrays.stream(Table.values())
                                .filter(Table::isPublic)
                                .map(Table::path)
                                .toArray(String[]::new));
    }
}
