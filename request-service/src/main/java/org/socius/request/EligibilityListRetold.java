package org.socius.request;

import java.util.List;
import org.axonframework.serialization.Revision;

/**
 * Every change of the list so far, said once more for those who were not told when it was made; in
 * the order of entry.
 */
@Revision("1")
public record EligibilityListRetold(String listId, List<EligibilityChanged> changes) {}
