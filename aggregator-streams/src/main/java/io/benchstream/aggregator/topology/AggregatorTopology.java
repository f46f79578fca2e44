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

/**
 * The topology: {@code samples} → windows of the targets → shares, by scope → merge → {@code kpis}.
 *
 * <p>A partition of {@code samples} adds up what its targets have to tell of a cluster or job and
 * sends one share for each window, and not one record for each target and KPI. It tells all
 * partitions of scopes how far its windows are closed; a window is final once every partition has
 * closed it, so that no share is missing however far one partition is behind.
 *
 * <p>Stores: {@code targets} is in memory, since a task needs all of it with every scrape and under
 * exactly-once a crash restores it from the changelog in any case. {@code shares} is on disk: while
 * a backlog is read, partitions run ahead of each other by any number of windows.
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
    KStream<byte[], TargetOutput> outputs =
        builder.stream(topics.name(Topic.SAMPLES), Consumed.with(BYTES, BYTES).withName("samples"))
            .process(
                new Supplied<>(() -> new TargetProcessor(parts), targets()),
                Named.as("target-windows"));
    outputs
        .filter((key, output) -> output instanceof TargetOutput.DeadLetter, Named.as("unusable"))
        .mapValues(TargetOutput::value, Named.as("original-bytes"))
        .to(topics.name(Topic.DEAD_LETTERS), Produced.with(BYTES, BYTES).withName("dead-letters"));
    outputs
        .filter((key, output) -> output instanceof TargetOutput.ToScopes, Named.as("to-scopes"))
        .mapValues(TargetOutput::value, Named.as("share-bytes"))
        .repartition(
            Repartitioned.<byte[], byte[]>as("shares")
                .withKeySerde(BYTES)
                .withValueSerde(BYTES)
                .withNumberOfPartitions(topics.partitions(Topic.KPIS))
                .withStreamPartitioner(new SharePartitioner()))
        .process(
            new Supplied<>(() -> new ScopeProcessor(parts), shares()), Named.as("scope-windows"))
        .to(topics.name(Topic.KPIS), Produced.with(BYTES, BYTES).withName("kpis"));
    return builder.build();
  }

  private static StoreBuilder<KeyValueStore<String, byte[]>> targets() {
    return Stores.keyValueStoreBuilder(
            Stores.inMemoryKeyValueStore(TargetProcessor.STORE), Serdes.String(), BYTES)
        .withLoggingEnabled(CHANGELOG)
        .withCachingDisabled();
  }

  private static StoreBuilder<KeyValueStore<Bytes, byte[]>> shares() {
    return Stores.keyValueStoreBuilder(
            Stores.persistentKeyValueStore(ScopeProcessor.STORE), Serdes.Bytes(), BYTES)
        .withLoggingEnabled(CHANGELOG)
        .withCachingDisabled();
  }

  /** A processor with its store. */
  private record Supplied<K, V>(
      Supplier<Processor<byte[], byte[], K, V>> processors, StoreBuilder<?> store)
      implements ProcessorSupplier<byte[], byte[], K, V> {
    @Override
    public Processor<byte[], byte[], K, V> get() {
      return processors.get();
    }

    @Override
    public Set<StoreBuilder<?>> stores() {
      return Set.of(store);
    }
  }
}
