package io.benchstream.runtime.kafka;

import io.benchstream.schemas.Scrape;
import io.benchstream.schemas.registry.RegistrySerdes;
import io.benchstream.schemas.registry.RegistryUnavailableException;
import io.benchstream.schemas.topics.Topic;
import io.benchstream.schemas.topics.Topics;
import org.apache.avro.specific.SpecificRecord;

/**
 * Makes readers and writers of the records of the topics; they wait for a registry that is away.
 */
public final class RegistryRecords implements AutoCloseable {
  private final Topics topics;
  private final String registry;
  private final RegistrySerdes serdes;

  public RegistryRecords(KafkaConfig config) {
    topics = config.topics();
    registry = "schema registry at " + config.registryUrl();
    serdes = new RegistrySerdes(config.registryUrl(), config.registryProperties());
  }

  /** A reader; each thread needs one of its own. */
  public <T extends SpecificRecord> RecordReader<T> reader(Class<T> type) {
    return new RecordReader<>(serdes.deserializer(type), registry, Backoff.forever());
  }

  /** A writer for one topic; each thread needs one of its own. */
  public <T extends SpecificRecord> RecordWriter<T> writer(Topic topic) {
    return writer(topic, Backoff.forever());
  }

  /** As {@link #writer(Topic)}, with a limit to the wait for a registry that is away. */
  public <T extends SpecificRecord> RecordWriter<T> writer(Topic topic, Backoff backoff) {
    return new RecordWriter<>(topics.name(topic), serdes.serializer(), registry, backoff);
  }

  /** A writer of scrapes; each thread needs one of its own. */
  public RecordWriter<Scrape> scrapeWriter() {
    return new RecordWriter<>(
        topics.name(Topic.SAMPLES), serdes.scrapeSerializer(), registry, Backoff.forever());
  }

  /**
   * Registers the schemas of all topics under the rule that keeps old and new readers working.
   *
   * @throws io.benchstream.schemas.registry.SchemaRefusedException where a schema breaks that rule
   */
  void registerSchemas() {
    Backoff.forever()
        .call(
            registry,
            e -> e instanceof RegistryUnavailableException,
            () -> {
              serdes.registrar().registerAll();
              return true;
            });
  }

  @Override
  public void close() {
    serdes.close();
  }
}
