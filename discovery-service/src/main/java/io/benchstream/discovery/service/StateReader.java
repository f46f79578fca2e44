package io.benchstream.discovery.service;

import io.benchstream.runtime.kafka.Decoded;
import io.benchstream.runtime.kafka.KafkaClients;
import io.benchstream.runtime.kafka.RecordReader;
import io.benchstream.runtime.kafka.RegistryRecords;
import io.benchstream.schemas.Resource;
import io.benchstream.schemas.Target;
import io.benchstream.schemas.topics.Topic;
import io.benchstream.schemas.topics.Topics;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what stands on the topics {@code resources} and {@code targets} for the partitions that
 * this instance has come to own.
 *
 * <p>The end is the high watermark and not the last stable offset: where a transaction of a former
 * owner is still open, it is waited for, at most its timeout. Otherwise what another owner
 * committed behind it would be missed. The caller has the partitions' committed offsets already,
 * which the broker gives only after that owner's last transaction with offsets has ended.
 */
final class StateReader {
  private static final Logger LOG = LoggerFactory.getLogger(StateReader.class);
  private static final Duration POLL = Duration.ofMillis(100);

  private final KafkaClients clients;
  private final RecordReader<Resource> resources;
  private final RecordReader<Target> targets;
  private final BooleanSupplier closing;

  /**
   * @param closing ends a read that is under way
   */
  StateReader(KafkaClients clients, RegistryRecords records, BooleanSupplier closing) {
    this.clients = clients;
    this.resources = records.reader(Resource.class);
    this.targets = records.reader(Target.class);
    this.closing = closing;
  }

  /** What stands on the topics, by key. */
  record State(Map<String, Resource> resources, Map<String, Target> targets) {}

  /**
   * Reads the resources of the partitions and all targets.
   *
   * @throws StoppedException where the service is closing
   */
  State read(Collection<Integer> partitions) {
    Topics topics = clients.config().topics();
    String resourcesTopic = topics.name(Topic.RESOURCES);
    String targetsTopic = topics.name(Topic.TARGETS);
    Map<TopicPartition, Long> ends =
        ends(
            Stream.concat(
                    partitions.stream().map(p -> new TopicPartition(resourcesTopic, p)),
                    IntStream.range(0, topics.partitions(Topic.TARGETS))
                        .mapToObj(p -> new TopicPartition(targetsTopic, p)))
                .toList());
    State state = new State(new HashMap<>(), new HashMap<>());
    try (Consumer<byte[], byte[]> consumer = clients.consumer(Map.of())) {
      consumer.assign(ends.keySet());
      consumer.seekToBeginning(ends.keySet());
      while (!reached(consumer, ends)) {
        if (closing.getAsBoolean()) {
          throw new StoppedException();
        }
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          String key = Keys.text(record.key());
          if (record.topic().equals(targetsTopic)) {
            put(state.targets(), key, record, targets);
          } else {
            put(state.resources(), key, record, resources);
          }
        }
      }
    }
    return state;
  }

  private static boolean reached(
      Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
    ends.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue());
    return ends.isEmpty();
  }

  private Map<TopicPartition, Long> ends(List<TopicPartition> partitions) {
    Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
    partitions.forEach(partition -> latest.put(partition, OffsetSpec.latest()));
    try (Admin admin = clients.admin()) {
      Map<TopicPartition, Long> ends = new HashMap<>();
      admin
          .listOffsets(latest, new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED))
          .all()
          .get()
          .forEach((partition, result) -> ends.put(partition, result.offset()));
      ends.values().removeIf(end -> end == 0);
      return ends;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof KafkaException cause
          ? cause
          : new KafkaException("the ends of the topics cannot be read", e);
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  private static <T extends SpecificRecord> void put(
      Map<String, T> state,
      String key,
      ConsumerRecord<byte[], byte[]> record,
      RecordReader<T> reader) {
    switch (reader.read(record)) {
      case Decoded.Value<T>(T value) -> state.put(key, value);
      case Decoded.Tombstone<T> tombstone -> state.remove(key);
      case Decoded.Undecodable<T>(String reason) ->
          // Only this service writes here. The next event of the resource writes it anew.
          LOG.warn(
              "{}-{} offset {} is left out: {}",
              record.topic(),
              record.partition(),
              record.offset(),
              reason);
    }
  }

  /** The service is closing. */
  static final class StoppedException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
