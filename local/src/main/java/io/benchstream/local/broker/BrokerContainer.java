package io.benchstream.local.broker;

import io.benchstream.local.process.PartException;
import java.util.Locale;
import org.testcontainers.kafka.KafkaContainer;

/**
 * A broker as a container, by Testcontainers, with the settings of {@link LocalBroker}. Needs a
 * Docker engine, and Testcontainers on the class path, which this module brings to nobody.
 */
public final class BrokerContainer {
  private static final String IMAGE = "apache/kafka:4.3.1";

  private BrokerContainer() {}

  /**
   * Starts one; returns when it takes requests.
   *
   * @throws PartException where there is no Docker engine or no image, or it does not start
   */
  public static LocalBroker start() {
    KafkaContainer container = new KafkaContainer(IMAGE);
    BrokerProperties.wherever()
        .forEach((name, value) -> container.withEnv(variable(name.toString()), value.toString()));
    try {
      container.start();
      int port = Integer.parseInt(portOf(container.getBootstrapServers()));
      return new LocalBroker(container::stop, port);
    } catch (RuntimeException failure) {
      container.stop();
      throw new PartException(
          "the Kafka broker did not start as a container of %s; it needs a Docker engine that answers (docker info) and the image (docker pull %s), or leave -Dkafka=container out: %s"
              .formatted(IMAGE, IMAGE, failure.getMessage()),
          failure);
    }
  }

  /** The image's name of a broker setting. */
  private static String variable(String setting) {
    return "KAFKA_" + setting.toUpperCase(Locale.ROOT).replace('.', '_');
  }

  private static String portOf(String bootstrapServers) {
    return bootstrapServers.substring(bootstrapServers.lastIndexOf(':') + 1);
  }
}
