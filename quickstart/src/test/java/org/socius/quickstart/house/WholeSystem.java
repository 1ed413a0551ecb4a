package org.socius.quickstart.house;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import java.util.List;

/** The modules as the last one in the build sees them. */
final class WholeSystem {

    /** From the folder in which the tests of this module run. */
    static final Path ROOT = Path.of("..");

    static final List<String> SERVICES = List.of("request", "action", "expert", "reporting");

    /** Everything that is shipped, no tests; out of folders or jars, as the build has them. */
    static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(
                            location ->
                                    !location.contains("/test-classes/")
                                            && !location.contains("-tests.jar"))
                    .importPackages("org.socius");

    private WholeSystem() {}
}
