package io.benchstream.schemas.samples;

import io.benchstream.schemas.Scrape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The parts of one scrape as they come in, in order and without gaps: a producer keeps the order,
 * so a part that is not the next one means that the scrape will never be whole.
 */
final class PartAssembly {
  private final String owner;
  private final long epoch;
  private final Instant scrapeTime;
  private final Scrape[] parts;
  private int received;

  PartAssembly(Scrape first) {
    this.owner = first.getOwner();
    this.epoch = first.getEpoch();
    this.scrapeTime = first.getScrapeTime();
    this.parts = new Scrape[first.getParts()];
  }

  /** True where the record is the next part of this scrape. */
  boolean isNext(Scrape part) {
    return part.getPart() == received
        && part.getParts() == parts.length
        && part.getEpoch() == epoch
        && part.getScrapeTime().equals(scrapeTime)
        && part.getOwner().equals(owner)
        && (received == 0 || part.getLabels().equals(parts[0].getLabels()));
  }

  /** Takes the next part; true where it was the last one. */
  boolean add(Scrape part) {
    parts[received++] = part;
    return received == parts.length;
  }

  /** Ids of the parts that have series. */
  long[] ids() {
    long[] ids = new long[parts.length];
    int count = 0;
    for (Scrape part : parts) {
      if (part.getSeriesSetId() != 0) {
        ids[count++] = part.getSeriesSetId();
      }
    }
    return Arrays.copyOf(ids, count);
  }

  DecodedScrape scrape(TargetSeries.Known known) {
    Scrape first = parts[0];
    return new DecodedScrape(
        first.getTargetId(),
        owner,
        epoch,
        ScrapeHeader.of(first, known.labels(), staleSeries()),
        known.series(),
        values(),
        timestamps());
  }

  private String staleSeries() {
    if (parts.length == 1) {
      return parts[0].getStaleSeries();
    }
    StringBuilder text = new StringBuilder();
    for (Scrape part : parts) {
      text.append(part.getStaleSeries());
    }
    return text.toString();
  }

  private ByteBuffer values() {
    if (parts.length == 1) {
      return littleEndian(parts[0].getValues());
    }
    ByteBuffer all = ByteBuffer.allocate(bytes());
    for (Scrape part : parts) {
      all.put(part.getValues().duplicate());
    }
    return littleEndian(all.flip());
  }

  private @Nullable ByteBuffer timestamps() {
    boolean any = false;
    for (Scrape part : parts) {
      any |= part.getTimestamps() != null;
    }
    if (!any) {
      return null;
    }
    ByteBuffer all = ByteBuffer.allocate(bytes()).order(ByteOrder.LITTLE_ENDIAN);
    for (Scrape part : parts) {
      ByteBuffer own = part.getTimestamps();
      if (own != null) {
        all.put(own.duplicate());
      } else {
        for (int i = part.getValues().remaining(); i > 0; i -= SampleBuffer.BYTES_EACH) {
          all.putLong(ScrapeEncoder.NO_TIMESTAMP);
        }
      }
    }
    return littleEndian(all.flip());
  }

  private int bytes() {
    int bytes = 0;
    for (Scrape part : parts) {
      bytes = Math.addExact(bytes, part.getValues().remaining());
    }
    return bytes;
  }

  /** From its position on, which indexes then count from. */
  private static ByteBuffer littleEndian(ByteBuffer buffer) {
    return buffer.slice().order(ByteOrder.LITTLE_ENDIAN);
  }
}
