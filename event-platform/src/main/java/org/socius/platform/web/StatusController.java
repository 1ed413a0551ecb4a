package org.socius.platform.web;

import com.mongodb.MongoException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** How this service is: state words for anybody, numbers for those who may see them. */
@RestController
public class StatusController {

    private final String service;
    private final List<StatusPart> parts;
    private final Set<String> numbersFor;

    /**
     * @param numbersFor the roles that see positions and counts
     */
    public StatusController(String service, List<StatusPart> parts, Set<String> numbersFor) {
        this.service = service;
        this.parts = parts;
        this.numbersFor = numbersFor;
    }

    /** Numbers may lie in a store that does not answer; the others are not waited for then. */
    private static boolean addNumbers(StatusPart part, Map<String, Object> document) {
        try {
            document.putAll(part.numbers());
            return true;
        } catch (MongoException unknown) {
            return false;
        }
    }

    @GetMapping("/api/v1/status")
    ResponseEntity<Map<String, Object>> status() {
        boolean numbers = Callers.current().hasAny(numbersFor);
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("service", service);
        boolean up = true;
        Map<String, Object> shown = new LinkedHashMap<>();
        for (StatusPart part : parts) {
            boolean partUp = part.isUp();
            up &= partUp;
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("up", partUp);
            if (numbers) {
                numbers = addNumbers(part, one);
            }
            shown.put(part.name(), one);
        }
        document.put("up", up);
        document.putAll(shown);
        return ResponseEntity.status(up ? 200 : 503).body(document);
    }
}
