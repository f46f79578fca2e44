package io.benchstream.aggregator.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.benchstream.aggregator.scope.ScopeWindow;
import io.benchstream.aggregator.scope.ScopeWindows;
import io.benchstream.aggregator.session.Answer;
import io.benchstream.aggregator.session.HistoryCodec;
import io.benchstream.aggregator.session.ScopeReports;
import io.benchstream.aggregator.window.ContributionMerge;
import io.benchstream.aggregator.window.Windows;
import io.benchstream.schemas.KpiWindow;
import io.benchstream.schemas.WindowStatus;
import java.time.Duration;
import java.util.Objects;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** One partition of scopes: shares of windows in, KPIs out; requests in, parts of reports out. */
final class ScopeProcessor implements Processor<byte[], byte[], byte[], Output> {
  static final String SHARES = "shares";
  static final String HISTORY = "history";
  static final String PENDING = "pending";

  private static final Duration TICK = Duration.ofMillis(100);

  /** The partitions of targets send their provisional shares all at once; this long they take. */
  private static final Duration SHARES_ARRIVE = Duration.ofMillis(500);

  private final TopologyParts parts;
  private final Windows windows;
  private final ValueWriter<KpiWindow> writer;
  private @Nullable Task task;

  /** What there is once the task is assigned. */
  private record Task(ScopeWindows windows, ScopeReports reports) {}

  ScopeProcessor(TopologyParts parts) {
    this.parts = parts;
    this.windows = parts.partitionSettings().windows();
    this.writer = parts.formats().kpis().get();
  }

  @Override
  public void init(ProcessorContext<byte[], Output> context) {
    ScopeReports reports =
        new ScopeReports(
            new StreamsScopeHistory(context.getStateStore(HISTORY)),
            new StreamsPendingStore(context.getStateStore(PENDING)),
            new HistoryCodec(windows.sizeMs()),
            part -> answer(context, part));
    ScopeWindows open =
        new ScopeWindows(
            parts.samplesPartitions(),
            new StreamsShareStore(context.getStateStore(SHARES)),
            new ContributionMerge(parts.layouts().index().recipes(), windows),
            window -> emit(context, reports, window));
    task = new Task(open, reports);
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
    Task current = Objects.requireNonNull(task, "not initialized");
    switch (ScopeMessage.read(record.key(), record.value())) {
      case ScopeMessage.OfWindow message -> current.windows().accept(message.share());
      case ScopeMessage.Closed message -> {
        current.windows().closed(message.partition(), message.windowEnd());
        current.reports().finalThrough(current.windows().finalThrough());
      }
      case ScopeMessage.Asked message ->
          current.reports().ask(message.request(), current.windows().finalThrough());
      case ScopeMessage.Cancelled message -> current.reports().cancel(message.sessionId());
    }
  }

  private void emit(
      ProcessorContext<byte[], Output> context, ScopeReports reports, ScopeWindow window) {
    if (window.status() == WindowStatus.FINAL) {
      reports.keep(window);
      parts
          .meters()
          .finalAfter(context.currentSystemTimeMs() - window.end() - windows.grace().toMillis());
    }
    context.commit();
    for (KpiWindow kpi : window.kpis()) {
      parts.meters().countKpi(kpi.getStatus());
      ProducerRecord<byte[], byte[]> encoded =
          writer.record(KpiKey.of(kpi.getScope(), kpi.getKpi()), kpi);
      context.forward(
          new Record<>(
              encoded.key(),
              new Output.Kpi(encoded.value()),
              Math.max(0, window.end()),
              encoded.headers()));
    }
  }

  private static void answer(ProcessorContext<byte[], Output> context, Answer.Part part) {
    context.commit();
    context.forward(
        new Record<>(
            part.sessionId().getBytes(UTF_8),
            new Output.Answer(part.toBytes()),
            context.currentSystemTimeMs()));
  }
}
