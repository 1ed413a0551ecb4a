package org.socius.action.history;

import java.util.List;
import org.axonframework.serialization.Revision;
import org.jspecify.annotations.Nullable;
import org.socius.platform.serialization.PersonalData;

/** What has happened to an import; private to this service. */
public sealed interface ImportEvent {

    String importId();

    /**
     * @param notRead names of members of the file that hold no actions
     */
    @Revision("1")
    record ImportStarted(String importId, boolean dryRun, int rows, List<String> notRead)
            implements ImportEvent {}

    /** A part of the rows; all parts stand in the commit of the start. */
    @Revision("1")
    record ImportRowsReceived(String importId, @PersonalData List<Row> rows)
            implements ImportEvent {}

    @Revision("1")
    record ImportRowsJudged(String importId, List<Line> lines) implements ImportEvent {}

    @Revision("1")
    record ImportFinished(String importId) implements ImportEvent {}

    /**
     * One row as it was sent.
     *
     * @param line number in the file, from 1: of the line (NDJSON) or of the item (JSON)
     * @param item JSON text of the item; null if the row cannot be read
     * @param broken what is the matter with a row that cannot be read, else null
     */
    record Row(int line, @Nullable String item, @Nullable String broken) {}

    /** What became of a row. */
    enum Outcome {
        ACCEPTED,
        REPAIRED,
        REFUSED
    }

    /**
     * One line of the report.
     *
     * @param actionId of the imported action; null for a refused row
     */
    record Line(
            int line,
            @Nullable String key,
            @Nullable String actionId,
            @Nullable String reference,
            Outcome outcome,
            List<Note> notes) {}

    /** Why: a code, a sentence, and the rule of the domain where one decides. */
    record Note(String code, String message, @Nullable String rule) {}
}
