package org.socius.reporting.catalogue;

import java.util.List;
import org.socius.platform.web.PublicPaths;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The catalogue and its files are there for anybody. */
@Configuration(proxyBeanMethods = false)
class PublicCatalogue {

    @Bean
    PublicPaths openCatalogue() {
        return new PublicPaths(List.of("/api/v1/catalogue/**", "/api/v1/open-data/**"));
    }
}
