package io.benchstream.aggregator.topology;

import io.benchstream.aggregator.scope.ScopeWindows;
import io.benchstream.aggregator.window.ContributionMerge;
import io.benchstream.schemas.KpiWindow;
import io.benchstream.schemas.WindowStatus;
import java.time.Duration;
import java.util.Objects;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** One partition of scopes: shares of windows in, KPIs out. */
final class ScopeProcessor implements Processor<byte[], byte[], byte[], byte[]> {
  static final String STORE = "shares";

  private static final Duration TICK = Duration.ofMillis(100);

  /** The partitions of targets send their provisional shares all at once; this long they take. */
  private static final Duration SHARES_ARRIVE = Duration.ofMillis(500);

  private final TopologyParts parts;
  private final KpiWriter writer;
  private @Nullable ScopeWindows windows;

  ScopeProcessor(TopologyParts parts) {
    this.parts = parts;
    this.writer = parts.kpiWriters().get();
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> context) {
    KeyValueStore<Bytes, byte[]> store = context.getStateStore(STORE);
    ScopeWindows open =
        new ScopeWindows(
            parts.samplesPartitions(),
            new StreamsShareStore(store),
            new ContributionMerge(
                parts.layouts().index().recipes(), parts.partitionSettings().windows()),
            kpi -> emit(context, kpi));
    windows = open;
    Cadence provisional = new Cadence(parts.provisionalInterval(), SHARES_ARRIVE);
    context.schedule(
        TICK,
        PunctuationType.WALL_CLOCK_TIME,
        now -> {
          if (provisional.strikes(now)) {
            open.provisional();
          }
        });
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    ScopeWindows open = Objects.requireNonNull(windows, "not initialized");
    switch (ShareMessage.read(record.key(), record.value())) {
      case ShareMessage.OfWindow message -> open.accept(message.share());
      case ShareMessage.Closed message -> open.closed(message.partition(), message.windowEnd());
    }
  }

  private void emit(ProcessorContext<byte[], byte[]> context, KpiWindow kpi) {
    long end = kpi.getWindowEnd().toEpochMilli();
    parts.meters().countKpi(kpi.getStatus());
    if (kpi.getStatus() == WindowStatus.FINAL) {
      long grace = parts.partitionSettings().windows().grace().toMillis();
      parts.meters().finalAfter(context.currentSystemTimeMs() - end - grace);
    }
    ProducerRecord<byte[], byte[]> encoded =
        writer.record(KpiKey.of(kpi.getScope(), kpi.getKpi()), kpi);
    context.forward(
        new Record<>(encoded.key(), encoded.value(), Math.max(0, end), encoded.headers()));
  }
}
