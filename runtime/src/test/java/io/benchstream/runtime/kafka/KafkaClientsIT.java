package io.benchstream.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.benchstream.schemas.topics.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;

class KafkaClientsIT {
  @Test
  void anAdminClientDoesNotWaitAtItsEndForABrokerThatIsAway() throws IOException {
    KafkaConfig nobody =
        KafkaConfig.of(
            "127.0.0.1:" + closedPort(), "http://127.0.0.1:1", new Topics("test.", 1, (short) 1));
    try (KafkaClients clients = new KafkaClients(nobody, "test", new SimpleMeterRegistry())) {
      Admin admin = clients.admin();
      var answer = admin.listTopics().names();
      long began = System.nanoTime();

      admin.close();

      // Kafka's own default is to wait until what was asked for times out: 60 s.
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(20));
      assertThat(answer.isCompletedExceptionally()).isTrue();
    }
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
