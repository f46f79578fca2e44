package io.benchstream.aggregator.topology;

import io.benchstream.schemas.topics.Topic;
import io.benchstream.schemas.topics.Topics;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.WindowStore;

/**
 * The topology: {@code samples} → windows of the targets → shares, by scope → merge → {@code kpis}.
 *
 * <p>A partition of {@code samples} adds up what its targets have to tell of a cluster or job and
 * sends one share for each window, and not one record for each target and KPI. It tells all
 * partitions of scopes how far its windows are closed; a window is final once every partition has
 * closed it, so that no share is missing however far one partition is behind.
 *
 * <p>Sessions: {@code sessions} → requests to the partitions that hold the scopes concerned → their
 * parts, once every window asked for is final → assembly → {@code session-reports}. What a report
 * is made of are the final windows in {@code history}, so it is the same whenever it is asked for.
 *
 * <p>Stores: {@code targets} is in memory, since a task needs all of it with every scrape and under
 * exactly-once a crash restores it from the changelog in any case. {@code shares} is on disk: while
 * a backlog is read, partitions run ahead of each other by any number of windows. {@code history}
 * is on disk too and forgets by itself; the others hold a few bytes for each session.
 */
public final class AggregatorTopology {
  /** Keeps the changelogs short: a restart reads them whole, and every scrape writes to one. */
  private static final Map<String, String> CHANGELOG =
      Map.of(
          TopicConfig.SEGMENT_BYTES_CONFIG, "16777216",
          TopicConfig.SEGMENT_MS_CONFIG, "600000",
          TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG, "0.2");

  private static final Serde<byte[]> BYTES = Serdes.ByteArray();

  private AggregatorTopology() {}

  public static Topology build(Topics topics, TopologyParts parts) {
    StreamsBuilder builder = new StreamsBuilder();
    int scopePartitions = topics.partitions(Topic.KPIS);
    KStream<byte[], Output> targets =
        builder.stream(topics.name(Topic.SAMPLES), Consumed.with(BYTES, BYTES).withName("samples"))
            .process(
                new Supplied<>(() -> new TargetProcessor(parts), Set.of(targets())),
                Named.as("target-windows"));
    KStream<byte[], Output> sessions =
        builder.stream(
                topics.name(Topic.SESSIONS), Consumed.with(BYTES, BYTES).withName("sessions"))
            .process(
                new Supplied<>(
                    () -> new SessionProcessor(parts, scopePartitions),
                    Set.of(small(SessionProcessor.STORE))),
                Named.as("session-requests"));
    KStream<byte[], Output> scopes =
        of(Output.Share.class, "shares", targets)
            .repartition(
                Repartitioned.<byte[], byte[]>as("shares")
                    .withKeySerde(BYTES)
                    .withValueSerde(BYTES)
                    .withNumberOfPartitions(scopePartitions)
                    .withStreamPartitioner(new SharePartitioner(scopePartitions)))
            .merge(
                of(Output.Request.class, "requests", sessions)
                    .repartition(
                        Repartitioned.<byte[], byte[]>as("requests")
                            .withKeySerde(BYTES)
                            .withValueSerde(BYTES)
                            .withNumberOfPartitions(scopePartitions)
                            .withStreamPartitioner(new RequestPartitioner())),
                Named.as("to-scopes"))
            .process(
                new Supplied<>(
                    () -> new ScopeProcessor(parts),
                    Set.of(shares(), history(parts), small(ScopeProcessor.PENDING))),
                Named.as("scope-windows"));
    of(Output.Kpi.class, "kpi", scopes)
        .to(topics.name(Topic.KPIS), Produced.with(BYTES, BYTES).withName("kpis"));
    toSessions(of(Output.Answer.class, "parts", scopes), "answers", topics)
        .merge(
            toSessions(of(Output.Answer.class, "gone", sessions), "removals", topics),
            Named.as("to-reports"))
        .process(
            new Supplied<>(
                () -> new AssemblyProcessor(parts), Set.of(small(AssemblyProcessor.STORE))),
            Named.as("report-assembly"))
        .to(
            topics.name(Topic.SESSION_REPORTS),
            Produced.with(BYTES, BYTES).withName("session-reports"));
    Produced<byte[], byte[]> letters = Produced.with(BYTES, BYTES);
    of(Output.DeadLetter.class, "unusable-scrapes", targets)
        .to(topics.name(Topic.DEAD_LETTERS), letters.withName("dead-scrapes"));
    of(Output.DeadLetter.class, "unusable-sessions", sessions)
        .to(topics.name(Topic.DEAD_LETTERS), letters.withName("dead-sessions"));
    return builder.build();
  }

  /** Through a topic of its own, by session. */
  private static KStream<byte[], byte[]> toSessions(
      KStream<byte[], byte[]> answers, String name, Topics topics) {
    return answers.repartition(
        Repartitioned.<byte[], byte[]>as(name)
            .withKeySerde(BYTES)
            .withValueSerde(BYTES)
            .withNumberOfPartitions(topics.partitions(Topic.SESSIONS)));
  }

  /** The values of the outputs of one kind. */
  private static KStream<byte[], byte[]> of(
      Class<? extends Output> kind, String name, KStream<byte[], Output> outputs) {
    return outputs
        .filter((key, output) -> kind.isInstance(output), Named.as(name + "-only"))
        .mapValues(Output::value, Named.as(name + "-bytes"));
  }

  private static StoreBuilder<KeyValueStore<String, byte[]>> targets() {
    return small(TargetProcessor.STORE);
  }

  private static StoreBuilder<KeyValueStore<String, byte[]>> small(String name) {
    return Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), Serdes.String(), BYTES)
        .withLoggingEnabled(CHANGELOG)
        .withCachingDisabled();
  }

  private static StoreBuilder<KeyValueStore<Bytes, byte[]>> shares() {
    return Stores.keyValueStoreBuilder(
            Stores.persistentKeyValueStore(ScopeProcessor.SHARES), Serdes.Bytes(), BYTES)
        .withLoggingEnabled(CHANGELOG)
        .withCachingDisabled();
  }

  private static StoreBuilder<WindowStore<String, byte[]>> history(TopologyParts parts) {
    return Stores.windowStoreBuilder(
            Stores.persistentWindowStore(
                ScopeProcessor.HISTORY,
                parts.partialRetention(),
                parts.partitionSettings().windows().size(),
                false),
            Serdes.String(),
            BYTES)
        .withLoggingEnabled(Map.of())
        .withCachingDisabled();
  }

  /** A processor with its stores. */
  private record Supplied<K, V>(
      Supplier<Processor<byte[], byte[], K, V>> processors, Set<StoreBuilder<?>> stores)
      implements ProcessorSupplier<byte[], byte[], K, V> {
    @Override
    public Processor<byte[], byte[], K, V> get() {
      return processors.get();
    }
  }
}
