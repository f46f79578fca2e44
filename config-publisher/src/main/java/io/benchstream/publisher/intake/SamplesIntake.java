package io.benchstream.publisher.intake;

import io.benchstream.publisher.remotewrite.PendingSamples;
import io.benchstream.publisher.scrapes.PartitionScrapes;
import io.benchstream.publisher.scrapes.PartitionScrapes.Taken;
import io.benchstream.runtime.kafka.Decoded;
import io.benchstream.schemas.Scrape;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A partition of the topic {@code samples}. After a start it is given records from before the
 * committed offset too: of those it only learns the series, which later records refer to.
 */
final class SamplesIntake implements PartitionIntake {
  private final Function<ConsumerRecord<byte[], byte[]>, Decoded<Scrape>> reader;
  private final PartitionScrapes scrapes;
  private final RefusedRecords refused;
  private long deliverFrom;
  private long resumeAt;

  SamplesIntake(
      Function<ConsumerRecord<byte[], byte[]>, Decoded<Scrape>> reader,
      PartitionScrapes scrapes,
      RefusedRecords refused) {
    this.reader = reader;
    this.scrapes = scrapes;
    this.refused = refused;
  }

  @Override
  public void deliverFrom(long offset) {
    deliverFrom = offset;
    resumeAt = offset;
  }

  @Override
  public PendingSamples take(ConsumerRecord<byte[], byte[]> record) {
    if (record.offset() < deliverFrom) {
      if (reader.apply(record) instanceof Decoded.Value<Scrape>(Scrape scrape)) {
        scrapes.take(scrape);
      }
      return PendingSamples.none();
    }
    PendingSamples samples =
        switch (reader.apply(record)) {
          case Decoded.Value<Scrape>(Scrape scrape) -> samples(scrape, record);
          case Decoded.Tombstone<Scrape> _ -> PendingSamples.none();
          case Decoded.Undecodable<Scrape>(String reason) -> {
            refused.broken(record, reason);
            yield PendingSamples.none();
          }
        };
    resumeAt = record.offset() + 1;
    return samples;
  }

  private PendingSamples samples(Scrape scrape, ConsumerRecord<byte[], byte[]> record) {
    switch (scrapes.take(scrape)) {
      case Taken.Whole(PendingSamples samples, int unreadable, int filtered) -> {
        refused.dropped("unreadable_series", unreadable);
        refused.dropped("filtered", filtered);
        return samples;
      }
      case Taken.Part _ -> {
        // The last part brings the samples of all. A restart in between learns the first ones
        // again.
      }
      case Taken.Dropped(String reason, int samples) -> refused.dropped(reason, samples);
      case Taken.Broken(String reason, int samples) -> {
        refused.dropped("corrupt", samples);
        refused.broken(record, reason);
      }
    }
    return PendingSamples.none();
  }

  @Override
  public long resumeAt() {
    return resumeAt;
  }

  @Override
  public void release() {
    scrapes.release();
  }
}
