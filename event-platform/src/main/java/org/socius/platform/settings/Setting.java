package org.socius.platform.settings;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Stands on a component of a record of {@code ConfigurationProperties}: a number that a rule names
 * and that may be set otherwise. A list of numbers has the range for each. A range may become wider
 * and never narrower, since what was set while a service ran stays set.
 */
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
public @interface Setting {

    /** Whose number it is, such as R22; several with commas. */
    String rule();

    /** What the number says, as the beginning of a sentence that ends with it. */
    String what();

    /** What is counted, in the plural. */
    String unit();

    /** The lowest value that makes sense. */
    long least();

    /** The highest value that makes sense. */
    long most();
}
