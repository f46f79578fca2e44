package io.benchstream.runtime.kafka;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ForwardingAdmin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * Makes the Kafka clients of one service: bytes in, bytes out, safe defaults, metered. A record is
 * decoded by {@link RecordReader} and not by the client, so that one that cannot be decoded does
 * not stop the consumer. Whoever asks for a client closes it, and its meters with it; {@link
 * #close} ends those of clients that were left open.
 */
public final class KafkaClients implements AutoCloseable {
  private final KafkaConfig config;
  private final String service;
  private final ClientMeters meters;
  private final AtomicInteger clientNumber = new AtomicInteger();

  /**
   * @param service begins the client ids, for example {@code scrape-worker}
   */
  public KafkaClients(KafkaConfig config, String service, MeterRegistry meters) {
    this.config = config;
    this.service = service;
    this.meters = new ClientMeters(meters, service);
  }

  public KafkaConfig config() {
    return config;
  }

  /**
   * A consumer of a group: reads committed records only, starts at the earliest, commits by hand.
   */
  public Consumer<byte[], byte[]> groupConsumer(String group, Map<String, ?> overrides) {
    Map<String, Object> settings = new HashMap<>();
    settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    settings.putAll(overrides);
    return consumer(settings);
  }

  /** A consumer without a group, for {@code assign}. Otherwise as {@link #groupConsumer}. */
  public Consumer<byte[], byte[]> consumer(Map<String, ?> overrides) {
    Map<String, Object> settings = base("consumer");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    settings.putAll(overrides);
    return new MeteredConsumer(settings, meters);
  }

  /** A producer: idempotent, {@code acks=all}, lz4. */
  public Producer<byte[], byte[]> producer(Map<String, ?> overrides) {
    Map<String, Object> settings = base("producer");
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    settings.putAll(overrides);
    return new MeteredProducer(settings, meters);
  }

  /** An admin client; at its end it does not wait for answers to what it has asked for. */
  public Admin admin() {
    return new PromptAdmin(base("admin"));
  }

  /** Settings for a Kafka Streams application: where the brokers are and how to talk to them. */
  public Properties streamsSettings() {
    Properties settings = new Properties();
    settings.putAll(config.clientProperties());
    settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers());
    return settings;
  }

  @Override
  public void close() {
    meters.close();
  }

  /**
   * While no broker answers, Kafka's own waits at its end for a minute and more, which would hold
   * up a service that is told to end.
   */
  private static final class PromptAdmin extends ForwardingAdmin {
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    PromptAdmin(Map<String, Object> settings) {
      super(settings);
    }

    @Override
    public void close(Duration timeout) {
      super.close(timeout.compareTo(PATIENCE) > 0 ? PATIENCE : timeout);
    }
  }

  private Map<String, Object> base(String role) {
    Map<String, Object> settings = new HashMap<>(config.clientProperties());
    settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers());
    settings.put(
        CommonClientConfigs.CLIENT_ID_CONFIG,
        service + "-" + role + "-" + clientNumber.incrementAndGet());
    return settings;
  }
}
