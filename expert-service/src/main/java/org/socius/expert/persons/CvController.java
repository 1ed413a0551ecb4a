package org.socius.expert.persons;

import static org.socius.contracts.Roles.EXPERT;
import static org.socius.contracts.Roles.MOBILISATION_OFFICER;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.socius.expert.applications.Applications;
import org.socius.expert.applications.Applications.SeenPerson;
import org.socius.expert.roster.Expert;
import org.socius.expert.roster.ExpertCommand.StoreCv;
import org.socius.expert.roster.Experts;
import org.socius.platform.command.Actor;
import org.socius.platform.documents.Documents;
import org.socius.platform.documents.StoredFile;
import org.socius.platform.documents.Upload;
import org.socius.platform.problem.Rejection;
import org.socius.platform.view.EventStreams.Folded;
import org.socius.platform.web.Callers;
import org.socius.platform.web.CommandDesk;
import org.springframework.core.io.Resource;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The CV as a file. Of today for the person and for those who keep the roster; of the day of the
 * application for those who select, and for the partner that somebody was selected for while the
 * mission lasts.
 */
@RestController
class CvController {

    private final CommandDesk desk;
    private final Experts experts;
    private final Applications applications;
    private final Documents documents;

    CvController(
            CommandDesk desk, Experts experts, Applications applications, Documents documents) {
        this.desk = desk;
        this.experts = experts;
        this.applications = applications;
        this.documents = documents;
    }

    record NoBody() {}

    @PutMapping("/api/v1/experts/{id}/cv")
    ResponseEntity<Object> store(@PathVariable String id, HttpServletRequest http) {
        Upload upload = documents.upload(Experts.TYPE, id);
        return desk.on(http)
                .resource(experts, id)
                .allow(EXPERT, MOBILISATION_OFFICER)
                .with(upload)
                .send(
                        NoBody.class,
                        body -> new StoreCv(id, upload.file(), documents.settings().perRecord()));
    }

    @GetMapping("/api/v1/experts/{id}/cv")
    ResponseEntity<Resource> ofToday(@PathVariable String id, HttpServletRequest http) {
        Actor caller = Callers.current();
        return Experts.seesPersons(caller, id)
                ? answer(id, experts.find(id).map(Folded::state).flatMap(Expert::cv), http)
                : ofTheBid(applications.selected(id, caller), http);
    }

    @GetMapping("/api/v1/applications/{id}/cv")
    ResponseEntity<Resource> ofTheDay(@PathVariable String id, HttpServletRequest http) {
        return ofTheBid(applications.person(id, Callers.current()), http);
    }

    private ResponseEntity<Resource> ofTheBid(Optional<SeenPerson> seen, HttpServletRequest http) {
        SeenPerson person = seen.orElseThrow(Rejection.NotFound::new);
        return answer(
                person.expertId(),
                experts.find(person.expertId())
                        .flatMap(found -> found.state().cvAt(person.submittedAt())),
                http);
    }

    private ResponseEntity<Resource> answer(
            String expertId, Optional<StoredFile> cv, HttpServletRequest http) {
        return documents.answer(expertId, cv.orElseThrow(Rejection.NotFound::new), http);
    }
}
