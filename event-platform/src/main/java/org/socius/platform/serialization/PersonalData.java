package org.socius.platform.serialization;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.socius.platform.privacy.PersonalDataCodec;

/**
 * Marks an event's field that says something about a person. Such a field passes through {@link
 * PersonalDataCodec} on its way to and from the store, and never into a contract event or a log
 * line.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({
    ElementType.RECORD_COMPONENT,
    ElementType.FIELD,
    ElementType.METHOD,
    ElementType.PARAMETER
})
public @interface PersonalData {}
