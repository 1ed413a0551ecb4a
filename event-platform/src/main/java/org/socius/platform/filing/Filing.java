package org.socius.platform.filing;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * What a service has whose resources have documents of their own address. The service brings its
 * {@link Shelves} and names {@link DocumentAdded} among its events.
 */
@Configuration(proxyBeanMethods = false)
@Import({
    FiledDocument.class,
    FiledDocuments.class,
    DocumentController.class,
    PersonalDataExports.class
})
public class Filing {}
