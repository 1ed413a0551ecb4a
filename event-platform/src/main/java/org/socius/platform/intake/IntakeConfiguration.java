package org.socius.platform.intake;

import com.mongodb.client.MongoDatabase;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.socius.platform.parking.ParkedController;
import org.socius.platform.parking.Parking;
import org.socius.platform.web.StatusPart;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Starts every {@link Intake} bean of a service on the broker of {@code spring.kafka}. */
@Configuration(proxyBeanMethods = false)
public class IntakeConfiguration {

    /**
     * Name of this process among those that run the same service. Two of one name would take each
     * other's place for ever, so who gives none gets a random one; a name that stays the same over
     * restarts spares the wait for what the process held before.
     */
    public static final String INSTANCE = "${socius.instance:${random.uuid}}";

    @Bean
    Intakes intakes(
            ObjectProvider<Intake> intakes,
            MongoDatabase database,
            KafkaProperties kafka,
            @Value(INSTANCE) String instance) {
        return new Intakes(
                intakes.orderedStream().toList(),
                database,
                kafka.buildAdminProperties(),
                instance,
                Clock.systemUTC());
    }

    @Bean
    ParkedController parkedController(ObjectProvider<Parking> places) {
        return new ParkedController(places.orderedStream().toList());
    }

    @Bean
    Broker broker(KafkaProperties kafka) {
        return new Broker(kafka.buildAdminProperties());
    }

    @Bean
    StatusPart intakeStatus(Intakes intakes) {
        return new StatusPart() {
            @Override
            public String name() {
                return "intakes";
            }

            @Override
            public boolean isUp() {
                return intakes.areUp();
            }

            @Override
            public Map<String, Object> numbers() {
                Map<String, Object> numbers = new LinkedHashMap<>();
                intakes.status().forEach(status -> numbers.put(status.group(), status));
                return numbers;
            }
        };
    }
}
