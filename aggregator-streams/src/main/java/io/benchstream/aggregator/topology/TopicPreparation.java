package io.benchstream.aggregator.topology;

import io.benchstream.runtime.kafka.Backoff;
import io.benchstream.runtime.kafka.KafkaClients;
import io.benchstream.runtime.kafka.TopicAdmin;
import org.apache.kafka.clients.admin.Admin;

/**
 * Makes the topics of the catalogue and checks their settings; waits for a broker that is away.
 *
 * @param clients of the service
 */
public record TopicPreparation(KafkaClients clients) implements Runnable {
  @Override
  public void run() {
    try (Admin admin = clients.admin()) {
      new TopicAdmin(admin, clients.config(), Backoff.forever()).ensure();
    }
  }
}
