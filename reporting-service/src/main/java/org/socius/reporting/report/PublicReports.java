package org.socius.reporting.report;

import java.util.Arrays;
import java.util.stream.Stream;
import org.socius.platform.web.PublicPaths;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The tables anybody may read, with their records. */
@Configuration(proxyBeanMethods = false)
class PublicReports {

    @Bean
    PublicPaths openReports() {
        return new PublicPaths(
                Arrays.stream(Table.values())
                        .filter(Table::isPublic)
                        .map(table -> "/api/v1/reports/" + table.path())
                        .flatMap(path -> Stream.of(path, path + "/records"))
                        .toList());
    }
}
