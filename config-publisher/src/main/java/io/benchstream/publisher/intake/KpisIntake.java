package io.benchstream.publisher.intake;

import io.benchstream.publisher.delivery.KpiChoice;
import io.benchstream.publisher.kpis.KpiSeries.KpiSample;
import io.benchstream.publisher.kpis.SessionMoves;
import io.benchstream.publisher.remotewrite.PendingSamples;
import io.benchstream.publisher.remotewrite.SeriesBlock;
import io.benchstream.publisher.remotewrite.WriteRequestBuffer;
import io.benchstream.publisher.scrapes.SeriesLabels;
import io.benchstream.relabel.labels.LabelSet;
import io.benchstream.runtime.kafka.Decoded;
import io.benchstream.runtime.kafka.RecordReader;
import io.benchstream.schemas.KpiScope;
import io.benchstream.schemas.KpiWindow;
import io.benchstream.schemas.WindowStatus;
import io.benchstream.schemas.topics.ResourceKeys;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A partition of the topic {@code kpis}. */
final class KpisIntake implements PartitionIntake {
  private final RecordReader<KpiWindow> reader;
  private final KpiChoice choice;
  private final SessionMoves sessions;
  private final SeriesLabels labels;
  private final RefusedRecords refused;
  private long resumeAt;

  KpisIntake(
      RecordReader<KpiWindow> reader,
      KpiChoice choice,
      SessionMoves sessions,
      SeriesLabels labels,
      RefusedRecords refused) {
    this.reader = reader;
    this.choice = choice;
    this.sessions = sessions;
    this.labels = labels;
    this.refused = refused;
  }

  @Override
  public void deliverFrom(long offset) {
    resumeAt = offset;
  }

  @Override
  public PendingSamples take(ConsumerRecord<byte[], byte[]> record) {
    resumeAt = record.offset() + 1;
    return switch (reader.read(record)) {
      case Decoded.Value<KpiWindow>(KpiWindow window) -> wanted(window) ? samples(window) : none();
      case Decoded.Tombstone<KpiWindow> _ -> none();
      case Decoded.Undecodable<KpiWindow>(String reason) -> {
        refused.broken(record, reason);
        yield none();
      }
    };
  }

  private boolean wanted(KpiWindow window) {
    return window.getStatus() == WindowStatus.FINAL
        || (choice == KpiChoice.ALL && window.getStatus() == WindowStatus.PROVISIONAL);
  }

  private PendingSamples samples(KpiWindow window) {
    KpiScope scope = window.getScope();
    String job = ResourceKeys.of(scope.getCluster(), scope.getJob());
    List<KpiSample> samples = sessions.samples(kpi(window, job), job, window);
    SeriesBlock.Builder block = new SeriesBlock.Builder();
    for (KpiSample sample : samples) {
      Optional<LabelSet> written = labels.of(sample.labels());
      if (written.isPresent()) {
        block.add(written.get());
      } else {
        block.omit();
      }
    }
    SeriesBlock built = block.build();
    refused.dropped("filtered", built.omitted());
    return new WindowSamples(built, samples, window.getWindowEnd().toEpochMilli());
  }

  private static String kpi(KpiWindow window, String job) {
    return "%s %s %s %s"
        .formatted(
            job,
            new TreeMap<>(window.getScope().getLabels()),
            window.getKpi(),
            window.getStatus().name());
  }

  private static PendingSamples none() {
    return PendingSamples.none();
  }

  @Override
  public long resumeAt() {
    return resumeAt;
  }

  private static final class WindowSamples implements PendingSamples {
    private final SeriesBlock block;
    private final List<KpiSample> samples;
    private final long time;
    private int next;

    WindowSamples(SeriesBlock block, List<KpiSample> samples, long time) {
      this.block = block;
      this.samples = samples;
      this.time = time;
    }

    @Override
    public boolean drainTo(WriteRequestBuffer request) {
      while (next < samples.size()) {
        if (request.isFull()) {
          return false;
        }
        long bits = Double.doubleToRawLongBits(samples.get(next).value());
        request.append(block, next++, bits, time);
      }
      return true;
    }
  }
}
