package org.socius.platform.settings;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.socius.platform.command.Actor;
import org.socius.platform.settings.SettingList.Change;
import org.socius.platform.settings.SettingList.ChangeSettings;
import org.socius.platform.settings.Settings.Line;
import org.socius.platform.time.Brussels;
import org.socius.platform.view.EventStreams.Folded;
import org.socius.platform.web.CommandDesk;
import org.socius.platform.web.ResourceReader;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** One setting with its changes, for staff, and for an administrator to change. */
@RestController
@RequestMapping("/api/v1/reference/settings/{id}")
public class SettingController implements ResourceReader {

    private static final String ADMIN = "admin";

    private final CommandDesk desk;
    private final SettingsInForce settings;
    private final Set<String> readers;
    private final Clock businessClock;

    /**
     * @param readers roles that may look
     */
    public SettingController(
            CommandDesk desk, SettingsInForce settings, Set<String> readers, Clock businessClock) {
        this.desk = desk;
        this.settings = settings;
        this.readers = Set.copyOf(readers);
        this.businessClock = businessClock;
    }

    /**
     * @param value a number, or several where the setting is a list
     * @param unit in which the caller thinks, to be compared
     * @param together other settings of the service that change at the same time, by property
     */
    record SettingBody(
            @NotNull LocalDate validFrom,
            @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
                    @NotNull
                    @Size(min = 1, max = 50)
                    List<@NotNull Long> value,
            @Nullable String unit,
            @Size(max = 50) @Nullable Map<String, @NotNull Long> together) {}

    /**
     * @param value what holds today
     * @param since first day of the change by which it holds; null where it is as the service was
     *     started
     * @param changes oldest day first, those to come included
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record OneSetting(
            String property,
            String rule,
            String what,
            String unit,
            @JsonProperty("default") String standard,
            long least,
            long most,
            @Nullable Object value,
            @Nullable LocalDate since,
            List<Change> changes) {}

    @Override
    public Optional<Shown> read(String property, Actor caller) {
        if (readers.stream().noneMatch(caller::has)) {
            return Optional.empty();
        }
        Folded<SettingList> list = settings.reread();
        return settings.lines(Brussels.day(businessClock.instant())).stream()
                .filter(line -> line.property().equals(property))
                .findFirst()
                .map(line -> new Shown(shown(line, list.state()), list.version()));
    }

    private static OneSetting shown(Line line, SettingList list) {
        return new OneSetting(
                line.property(),
                line.rule(),
                line.what(),
                line.unit(),
                line.standard(),
                line.least(),
                line.most(),
                line.value(),
                line.since(),
                list.of(line.property()));
    }

    @GetMapping
    ResponseEntity<Object> one(@PathVariable("id") String property, HttpServletRequest http) {
        return answer(property, http);
    }

    @PutMapping
    ResponseEntity<Object> change(@PathVariable("id") String property, HttpServletRequest http) {
        return desk.on(http)
                .resource(this, property)
                .versionedBy(SettingList.ID)
                .allow(ADMIN)
                .send(
                        SettingBody.class,
                        body ->
                                new ChangeSettings(
                                        SettingList.ID,
                                        property,
                                        body.value(),
                                        body.together() == null ? Map.of() : body.together(),
                                        body.validFrom(),
                                        body.unit()));
    }
}
