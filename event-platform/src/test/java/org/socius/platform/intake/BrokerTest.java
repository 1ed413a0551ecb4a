package org.socius.platform.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.socius.platform.testing.EmbeddedParts;

@DisplayNameGeneration(ReplaceUnderscores.class)
class BrokerTest {

    @Test
    void a_broker_that_answers_is_up() {
        try (Broker broker = at(EmbeddedParts.kafkaBootstrap())) {
            await().until(broker::isUp);
            assertThat(broker.numbers()).containsEntry("nodes", 1);
        }
    }

    @Test
    void one_that_takes_the_connection_and_says_nothing_is_down() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Broker broker = at("127.0.0.1:" + silent.getLocalPort())) {
            assertThat(broker.isUp()).isFalse();
            assertThat(broker.numbers()).containsEntry("nodes", 0);
        }
    }

    @Test
    void one_whose_address_is_none_is_down() {
        try (Broker broker = at("nowhere.invalid:9092")) {
            assertThat(broker.isUp()).isFalse();
        }
    }

    private static Broker at(String address) {
        return new Broker(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, address));
    }
}
