package io.benchstream.publisher.scrapes;

import static org.assertj.core.api.Assertions.assertThat;

import io.benchstream.publisher.remotewrite.Encoding;
import io.benchstream.publisher.remotewrite.PendingSamples;
import io.benchstream.publisher.remotewrite.WriteRequestBuffer;
import io.benchstream.publisher.remotewrite.WriteRequestReader;
import io.benchstream.publisher.remotewrite.WriteRequestReader.ReadSample;
import io.benchstream.relabel.labels.LabelSet;
import io.benchstream.relabel.rules.RelabelRules;
import io.benchstream.relabel.selector.SeriesSelector;
import io.benchstream.schemas.Scrape;
import io.benchstream.schemas.samples.Decoded;
import io.benchstream.schemas.samples.ScrapeDecoder;
import io.benchstream.schemas.samples.ScrapeEncoder;
import io.benchstream.schemas.samples.SeriesSet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.xerial.snappy.Snappy;

/**
 * However a page changes from scrape to scrape, each sample comes under the labels that its own
 * line says, as if nothing had been remembered.
 */
class ScrapeSeriesFuzzTest {
  private static final Map<String, String> COMMON = Map.of("instance", "i", "job", "j");

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);
  private int named;

  @Test
  void samplesComeUnderTheirOwnLabels() throws IOException {
    for (int round = 0; round < 60; round++) {
      ScrapeSeries scrapes =
          new ScrapeSeries(
              SeriesLabels.of(
                  SeriesSelector.parse("{drop!=\"yes\"}"), Map.of(), RelabelRules.none()),
              new LabelBudget(1 << 20));
      ScrapeDecoder decoder = new ScrapeDecoder();
      TestScrapes target = new TestScrapes("t", COMMON);
      List<String> lines = new ArrayList<>();
      for (int scrape = 0; scrape < 25; scrape++) {
        change(lines);
        long time = 1_700_000_000_000L + scrape * 1000L;
        double[] values = random.doubles(lines.size()).toArray();
        long @Nullable [] times = random.nextInt(6) == 0 ? times(lines.size(), time) : null;
        SeriesSet series = TestScrapes.series(lines.toArray(String[]::new));
        List<ReadSample> written = new ArrayList<>();
        for (Scrape record : target.success(time, series, times, values)) {
          if (decoder.decode(record) instanceof Decoded.Complete(var whole)) {
            written.addAll(write(scrapes.samples(whole)));
          }
        }
        assertThat(page(written))
            .as("seed %d round %d scrape %d", seed, round, scrape)
            .isEqualTo(expected(lines, values, times, time));
      }
    }
  }

  private void change(List<String> lines) {
    switch (random.nextInt(6)) {
      case 0 -> {
        for (int more = random.nextInt(60); more > 0; more--) {
          lines.add(random.nextInt(lines.size() + 1), line());
        }
      }
      case 1 -> lines.removeIf(line -> random.nextInt(10) == 0);
      case 2 -> lines.replaceAll(line -> random.nextInt(10) == 0 ? line() : line);
      case 3 -> {
        if (random.nextInt(10) == 0) {
          Collections.shuffle(lines, random);
        }
      }
      default -> {}
    }
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

  private List<ReadSample> write(PendingSamples samples) throws IOException {
    List<ReadSample> written = new ArrayList<>();
    WriteRequestBuffer request = new WriteRequestBuffer(1 + random.nextInt(20_000));
    boolean done;
    do {
      request.clear(random.nextInt(4) == 0 ? Encoding.ZSTD : Encoding.SNAPPY);
      done = samples.drainTo(request);
      int length = request.length();
      byte[] plain = request.isPacked() ? Snappy.uncompress(request.pack()) : request.bytes();
      written.addAll(WriteRequestReader.read(plain, length));
    } while (!done);
    return written;
  }

  /** Without the synthetic series. */
  private static List<String> page(List<ReadSample> written) {
    return written.stream()
        .filter(sample -> String.valueOf(sample.labels().get(LabelSet.METRIC_NAME)).startsWith("m"))
        .map(
            sample -> "%s %s %d".formatted(sample.labels(), sample.valueBits(), sample.timestamp()))
        .toList();
  }

  private static List<String> expected(
      List<String> lines, double[] values, long @Nullable [] times, long time) {
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.startsWith("m")) {
        String le = line.replaceAll(".*\"(.*)\".*", "$1");
        String labels =
            "{__name__=%s, instance=i, job=j, le=%s}"
                .formatted(line.substring(0, line.indexOf('{')), le);
        long own = times == null ? ScrapeEncoder.NO_TIMESTAMP : times[i];
        expected.add(
            "%s %s %d"
                .formatted(
                    labels,
                    Double.doubleToRawLongBits(values[i]),
                    own == ScrapeEncoder.NO_TIMESTAMP ? time : own));
      }
    }
    return expected;
  }
}
