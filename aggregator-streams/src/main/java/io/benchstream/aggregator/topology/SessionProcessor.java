package io.benchstream.aggregator.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.benchstream.aggregator.session.Answer;
import io.benchstream.aggregator.session.Asked;
import io.benchstream.aggregator.session.SessionRequests;
import io.benchstream.runtime.kafka.Decoded;
import io.benchstream.schemas.Session;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** One partition of {@code sessions}: what sessions ask for, each thing once. */
final class SessionProcessor implements Processor<byte[], byte[], byte[], Output> {
  static final String STORE = "asked";

  private final TopologyParts parts;
  private final int scopePartitions;
  private final ValueReader<Session> reader;
  private final SessionRequests requests;
  private @Nullable ProcessorContext<byte[], Output> context;
  private @Nullable KeyValueStore<String, byte[]> store;

  SessionProcessor(TopologyParts parts, int scopePartitions) {
    this.parts = parts;
    this.scopePartitions = scopePartitions;
    this.reader = parts.formats().sessions().get();
    this.requests =
        new SessionRequests(
            parts.partitionSettings().windows(),
            new SharePartitioner(scopePartitions),
            parts.partialRetention());
  }

  @Override
  public void init(ProcessorContext<byte[], Output> assigned) {
    context = assigned;
    store = assigned.getStateStore(STORE);
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    ProcessorContext<byte[], Output> current = Objects.requireNonNull(context);
    ConsumerRecord<byte[], byte[]> original =
        RawRecords.original(record, current.recordMetadata().orElseThrow());
    switch (reader.read(original)) {
      case Decoded.Value<Session>(Session session) ->
          follow(current, session.getId(), session, record.timestamp());
      case Decoded.Tombstone<Session> tombstone -> {
        if (record.key() != null) {
          follow(current, new String(record.key(), UTF_8), null, record.timestamp());
        }
      }
      case Decoded.Undecodable<Session>(String reason) -> {
        parts.meters().countUndecodable();
        parts.log().warn(original.topic(), "a session goes to dead-letters: " + reason);
        current.forward(RawRecords.deadLetter(original, reason));
      }
    }
  }

  private void follow(
      ProcessorContext<byte[], Output> current,
      String id,
      @Nullable Session session,
      long timestamp) {
    KeyValueStore<String, byte[]> asked = Objects.requireNonNull(store);
    byte[] before = asked.get(id);
    SessionRequests.Decision decision =
        requests.follow(
            id, before == null ? null : Asked.of(before), session, current.currentSystemTimeMs());
    current.commit();
    Asked after = decision.asked();
    if (after == null) {
      asked.delete(id);
    } else {
      asked.put(id, after.toBytes());
    }
    for (SessionRequests.Ask ask : decision.asks()) {
      byte[] message = ScopeMessage.request(ask.request());
      for (int partition : ask.partitions()) {
        current.forward(
            new Record<>(
                RequestPartitioner.key(partition), new Output.Request(message), timestamp));
      }
    }
    decision.removed().ifPresent(removed -> remove(current, removed, timestamp));
  }

  /** Reports that are there go; what is asked for is asked for no more. */
  private void remove(
      ProcessorContext<byte[], Output> current, Answer.Removed removed, long timestamp) {
    current.forward(
        new Record<>(
            removed.sessionId().getBytes(UTF_8), new Output.Answer(removed.toBytes()), timestamp));
    if (!removed.windowIds().isEmpty()) {
      byte[] message = ScopeMessage.cancel(removed.sessionId());
      for (int partition = 0; partition < scopePartitions; partition++) {
        current.forward(
            new Record<>(
                RequestPartitioner.key(partition), new Output.Request(message), timestamp));
      }
    }
  }
}
