package org.socius.platform.filing;

import org.axonframework.serialization.Revision;
import org.socius.platform.documents.StoredFile;
import org.socius.platform.privacy.OfRecord;

/**
 * A document was filed under a resource. It names the record of that resource first: name and hash
 * are sealed with the record's key and go with it.
 *
 * @param recordId the aggregate that the resource is, or is part of
 * @param documentId the last part of its own address
 * @param owner address of the resource
 */
@Revision("1")
public record DocumentAdded(String recordId, String documentId, String owner, StoredFile file)
        implements OfRecord {}
