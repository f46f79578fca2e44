package io.benchstream.publisher.remotewrite;

import static org.assertj.core.api.Assertions.assertThat;

import io.benchstream.publisher.remotewrite.WriteRequestReader.ReadSample;
import io.benchstream.relabel.labels.LabelSet;
import io.benchstream.schemas.samples.StaleMarker;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.xerial.snappy.Snappy;

/**
 * Requests of templates hold what the simple way would have written, whatever the blocks, limits
 * and order: Snappy's own decoder and the reference reader say so.
 */
class SnappyRequestFuzzTest {
  private static final int[] LIMITS = {1, 300, 5_000, 100_000, 4 << 20};

  private int packed;

  /** A block, and the labels of its series; null for one that was left out. */
  private record Page(SeriesBlock block, List<Map<String, String>> labels) {}

  @Test
  void aRequestHoldsWhatWasAppended() throws IOException {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 400; round++) {
      WriteRequestBuffer buffer = new WriteRequestBuffer(LIMITS[random.nextInt(LIMITS.length)]);
      List<Page> pages = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        pages.add(page(random));
      }
      List<ReadSample> read = new ArrayList<>();
      List<ReadSample> expected = new ArrayList<>();
      buffer.clear(Encoding.SNAPPY);
      for (int scrape = 0; scrape < 8; scrape++) {
        Page page = pages.get(random.nextInt(pages.size()));
        long time = 1_700_000_000_000L + random.nextInt();
        time = random.nextInt(10) == 0 ? random.nextLong() : time;
        if (random.nextInt(4) == 0) {
          single(random, buffer, page, time, expected);
        } else {
          all(random, buffer, page, time, expected, read);
        }
      }
      take(random, buffer, read);
      assertThat(read).as("seed %d round %d", seed, round).isEqualTo(expected);
    }
    assertThat(packed).as("requests of templates").isGreaterThan(100);
  }

  private static void single(
      Random random, WriteRequestBuffer buffer, Page page, long time, List<ReadSample> expected) {
    int which = random.nextInt(page.labels.size());
    buffer.append(page.block, which, StaleMarker.BITS, time);
    expect(page, which, StaleMarker.BITS, time, expected);
  }

  private void all(
      Random random,
      WriteRequestBuffer buffer,
      Page page,
      long time,
      List<ReadSample> expected,
      List<ReadSample> read)
      throws IOException {
    if (random.nextInt(3) > 0) {
      page.block.markRecurring();
    }
    long[] values = random.longs(page.labels.size()).toArray();
    SampleBits bits = (first, count, into) -> System.arraycopy(values, first, into, 0, count);
    int next = 0;
    while (next < values.length) {
      if (buffer.isFull()) {
        take(random, buffer, read);
      }
      int behind = buffer.append(page.block, next, bits, time);
      assertThat(behind).isGreaterThan(next);
      next = behind;
    }
    for (int i = 0; i < values.length; i++) {
      expect(page, i, values[i], time, expected);
    }
  }

  private static void expect(
      Page page, int which, long bits, long time, List<ReadSample> expected) {
    if (!page.labels.get(which).isEmpty()) {
      expected.add(new ReadSample(page.labels.get(which), bits, time));
    }
  }

  /** What is in the request, in one of the ways that it can be had. */
  private void take(Random random, WriteRequestBuffer buffer, List<ReadSample> read)
      throws IOException {
    packed += buffer.isPacked() ? 1 : 0;
    int samples = buffer.samples();
    int length = buffer.length();
    byte[] plain =
        buffer.isPacked() && random.nextBoolean()
            ? Snappy.uncompress(buffer.pack())
            : buffer.bytes();
    assertThat(plain.length).isGreaterThanOrEqualTo(length);
    List<ReadSample> in = WriteRequestReader.read(plain, length);
    assertThat(in).hasSize(samples);
    read.addAll(in);
    buffer.clear(random.nextInt(4) == 0 ? Encoding.ZSTD : Encoding.SNAPPY);
  }

  private static Page page(Random random) {
    SeriesBlock.Builder builder = new SeriesBlock.Builder();
    List<Map<String, String>> labels = new ArrayList<>();
    int count = 1 + random.nextInt(random.nextInt(5) == 0 ? 1_500 : 30);
    boolean hasLong = random.nextInt(10) == 0;
    for (int i = 0; i < count; i++) {
      if (random.nextInt(10) == 0) {
        builder.omit();
        labels.add(Map.of());
      } else {
        Map<String, String> own = labels(random, i, hasLong);
        builder.add(LabelSet.of(own));
        labels.add(own);
      }
    }
    return new Page(builder.build(), labels);
  }

  private static Map<String, String> labels(Random random, int i, boolean hasLong) {
    Map<String, String> labels = new TreeMap<>();
    labels.put(LabelSet.METRIC_NAME, "http_request_duration_seconds_bucket_" + i / 12);
    labels.put("le", "" + i % 12);
    labels.put("instance", "größe-1:9100");
    for (int more = random.nextInt(3); more > 0; more--) {
      labels.put("label" + random.nextInt(5), "v".repeat(random.nextInt(200)) + random.nextInt(9));
    }
    if (hasLong && random.nextInt(20) == 0) {
      labels.put("long", "abc".repeat(30_000));
    }
    // What a value, a timestamp and their tags look like must not be mistaken for one.
    labels.put("odd", "\0\0\0\0\0\0\0\0\u0010\0\0\0\0\0\0\u0012\u0010\t\0\0\0\0\0\0\0\0");
    return labels;
  }
}
