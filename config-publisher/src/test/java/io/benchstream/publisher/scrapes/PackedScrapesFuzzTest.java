package io.benchstream.publisher.scrapes;

import static org.assertj.core.api.Assertions.assertThat;

import io.benchstream.publisher.remotewrite.Encoding;
import io.benchstream.publisher.remotewrite.PendingSamples;
import io.benchstream.publisher.remotewrite.WriteRequestBuffer;
import io.benchstream.publisher.remotewrite.WriteRequestReader;
import io.benchstream.publisher.remotewrite.WriteRequestReader.ReadSample;
import io.benchstream.relabel.rules.RelabelRules;
import io.benchstream.relabel.selector.SeriesSelector;
import io.benchstream.schemas.Scrape;
import io.benchstream.schemas.ScrapeOutcome;
import io.benchstream.schemas.samples.Decoded;
import io.benchstream.schemas.samples.ScrapeDecoder;
import io.benchstream.schemas.samples.ScrapeEncoder;
import io.benchstream.schemas.samples.StaleMarker;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.xerial.snappy.Snappy;

/**
 * Requests that are put together from templates say what those say that are written sample by
 * sample, whatever happens to the targets: pages that change, series that end, scrapes that fail or
 * are missing, times of their own, other labels, other owners, requests of any size.
 */
class PackedScrapesFuzzTest {
  private static final int TARGETS = 3;
  private static final double[] ODD = {
    Double.NaN, StaleMarker.VALUE, Double.POSITIVE_INFINITY, -0.0, Double.MIN_VALUE
  };

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);
  private int packed;
  private int named;

  /** A target and what it serves. */
  private static final class Target {
    final int number;
    final List<String> lines = new ArrayList<>();
    TestScrapes worker;
    int labelled;

    Target(int number) {
      this.number = number;
      worker = worker();
    }

    TestScrapes worker() {
      return new TestScrapes(
          "t" + number, Map.of("instance", "i" + number, "job", "j" + labelled++));
    }
  }

  @Test
  void packedRequestsSayWhatPlainOnesDo() throws IOException {
    for (int round = 0; round < 40; round++) {
      ScrapeSeries scrapes = scrapes();
      ScrapeSeries reference = scrapes();
      ScrapeDecoder decoder = new ScrapeDecoder();
      ScrapeDecoder referenceDecoder = new ScrapeDecoder();
      List<Target> targets = new ArrayList<>();
      for (int i = 0; i < TARGETS; i++) {
        targets.add(new Target(i));
      }
      for (int scrape = 0; scrape < 80; scrape++) {
        long time = 1_700_000_000_000L + scrape * 1000L + random.nextInt(500);
        List<Scrape> records = scrape(targets.get(random.nextInt(TARGETS)), time);
        List<ReadSample> written = new ArrayList<>();
        List<ReadSample> expected = new ArrayList<>();
        for (Scrape record : records) {
          if (decoder.decode(record) instanceof Decoded.Complete(var whole)) {
            write(scrapes.samples(whole), Encoding.SNAPPY, written);
          }
          if (referenceDecoder.decode(record) instanceof Decoded.Complete(var whole)) {
            write(reference.samples(whole), Encoding.ZSTD, expected);
          }
        }
        assertThat(written)
            .as("seed %d round %d scrape %d", seed, round, scrape)
            .isEqualTo(expected);
      }
    }
    assertThat(packed).as("requests of templates").isGreaterThan(1_000);
  }

  /** With room for all: templates count, and what is forgotten earlier ends otherwise. */
  private static ScrapeSeries scrapes() {
    return new ScrapeSeries(
        SeriesLabels.of(SeriesSelector.parse("{drop!=\"yes\"}"), Map.of(), RelabelRules.none()),
        new LabelBudget(1 << 30));
  }

  private List<Scrape> scrape(Target target, long time) {
    switch (random.nextInt(20)) {
      case 0 -> target.worker.moved();
      case 1 -> target.worker = target.worker();
      case 2, 3 -> {
        return target.worker.without(time, ScrapeOutcome.TIMEOUT);
      }
      case 4 -> {
        return target.worker.without(time, ScrapeOutcome.REMOVED);
      }
      case 5, 6 -> {
        for (int more = random.nextInt(200); more > 0; more--) {
          target.lines.add(random.nextInt(target.lines.size() + 1), line());
        }
      }
      case 7 -> {
        List<String> gone = target.lines.stream().filter(_ -> random.nextInt(8) == 0).toList();
        target.lines.removeAll(gone);
        target.worker.ending(gone.toArray(String[]::new));
      }
      default -> {}
    }
    double[] values = random.doubles(target.lines.size()).toArray();
    for (int odd = random.nextInt(4); odd > 0 && values.length > 0; odd--) {
      values[random.nextInt(values.length)] = ODD[random.nextInt(ODD.length)];
    }
    long @Nullable [] times = random.nextInt(8) == 0 ? times(values.length, time) : null;
    String[] lines = target.lines.toArray(String[]::new);
    return target.worker.success(time, TestScrapes.series(lines), times, values);
  }

  private String line() {
    return random.nextInt(8) == 0
        ? "dropped{drop=\"yes\",n=\"%d\"}".formatted(named++)
        : "m%d_seconds_bucket{le=\"%d\"}".formatted(named++, random.nextInt(10));
  }

  private long[] times(int size, long time) {
    long[] times = new long[size];
    for (int i = 0; i < size; i++) {
      times[i] = random.nextBoolean() ? ScrapeEncoder.NO_TIMESTAMP : time - random.nextInt(5000);
    }
    return times;
  }

  private void write(PendingSamples samples, Encoding encoding, List<ReadSample> into)
      throws IOException {
    WriteRequestBuffer request = new WriteRequestBuffer(1 + random.nextInt(20_000));
    boolean done;
    do {
      request.clear(encoding);
      done = samples.drainTo(request);
      int length = request.length();
      packed += request.isPacked() ? 1 : 0;
      byte[] plain = request.isPacked() ? Snappy.uncompress(request.pack()) : request.bytes();
      into.addAll(WriteRequestReader.read(plain, length));
    } while (!done);
  }
}
