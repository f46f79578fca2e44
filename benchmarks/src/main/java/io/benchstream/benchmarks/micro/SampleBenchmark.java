package io.benchstream.benchmarks.micro;

import io.benchstream.benchmarks.load.PageSet;
import io.benchstream.benchmarks.load.TemporaryDirectory;
import io.benchstream.schemas.Scrape;
import io.benchstream.schemas.ScrapeOutcome;
import io.benchstream.schemas.samples.CodecSettings;
import io.benchstream.schemas.samples.ScrapeEncoder;
import io.benchstream.schemas.samples.ScrapeHeader;
import io.benchstream.scrape.exposition.Entry;
import io.benchstream.scrape.exposition.ExpositionCursor;
import io.benchstream.scrape.exposition.Format;
import io.benchstream.scrape.series.PageOutcome;
import io.benchstream.scrape.series.PageReader;
import io.benchstream.scrape.series.SeriesCache;
import io.benchstream.scrape.series.SeriesRules;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Time and allocation for one sample, on pages of 1,000 of which nine of ten values change between
 * two scrapes. What is allocated for a scrape as a whole shows as a fraction of a byte a sample.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 3, time = 2)
public class SampleBenchmark {
  private static final int SAMPLES = 1_000;
  private static final int PAGES = 10;

  private final byte[][] pages = new byte[PAGES][];
  private final byte[][] churning = new byte[PAGES][];
  private final double[][] values = new double[PAGES][];
  private final ExpositionCursor cursor = Format.TEXT.cursor(Format.Mode.LENIENT);
  private final PageReader reader = new PageReader();
  private final SeriesCache steady = new SeriesCache(SeriesRules.NONE);
  private final SeriesCache changing = new SeriesCache(SeriesRules.NONE);
  private final ScrapeEncoder encoder =
      new ScrapeEncoder("target", "worker", 1, CodecSettings.DEFAULT);
  private final Map<String, String> labels = Map.of("job", "bench", "instance", "a:1");
  private PageOutcome.Samples read =
      samples(steady, "a 1\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
  private long time = 1_000_000_000_000L;
  private int turn;

  @Setup
  public void prepare() throws IOException {
    write(pages, 0);
    write(churning, 0.01);
    for (int i = 0; i < PAGES; i++) {
      read = samples(steady, pages[i]);
      values[i] = Arrays.copyOf(reader.values(), SAMPLES);
    }
  }

  private static void write(byte[][] into, double churn) throws IOException {
    try (TemporaryDirectory directory = TemporaryDirectory.create()) {
      new PageSet(SAMPLES, PAGES, churn, PageSet.Shape.SERVICE, false, 1).write(directory.path());
      for (int i = 0; i < PAGES; i++) {
        into[i] = Files.readAllBytes(directory.path().resolve(i + ".txt"));
      }
    }
  }

  private <T> T next(T[] from) {
    turn = (turn + 1) % PAGES;
    return from[turn];
  }

  private PageOutcome.Samples samples(SeriesCache cache, byte[] page) {
    if (reader.read(cache, page, page.length, Format.TEXT) instanceof PageOutcome.Samples read) {
      return read;
    }
    throw new IllegalStateException("a page that cannot be read");
  }

  /** The parser alone, as for a page that was never seen. */
  @Benchmark
  @OperationsPerInvocation(SAMPLES)
  public double parse() {
    byte[] page = next(pages);
    cursor.reset(page, page.length);
    double sum = 0;
    for (Entry entry; (entry = cursor.next()) != Entry.END; ) {
      sum += entry == Entry.SAMPLE ? cursor.value() : 0;
    }
    return sum;
  }

  /** The positional cache: the series are those of the scrape before. */
  @Benchmark
  @OperationsPerInvocation(SAMPLES)
  public PageOutcome cache() {
    return samples(steady, next(pages));
  }

  /** One in a hundred series is another than in the scrape before. */
  @Benchmark
  @OperationsPerInvocation(SAMPLES)
  public PageOutcome cacheWithChurn() {
    return samples(changing, next(churning));
  }

  /** A scrape as a record of the topic, without its serialization; nine of ten values change. */
  @Benchmark
  @OperationsPerInvocation(SAMPLES)
  public long encode() {
    time += 1_000;
    long[] bytes = new long[1];
    encoder.encode(
        new ScrapeHeader(
            Instant.ofEpochMilli(time),
            0.01,
            Duration.ofSeconds(1),
            ScrapeOutcome.SUCCESS,
            labels,
            "",
            SAMPLES,
            SAMPLES,
            0),
        read.series(),
        next(values),
        read.series().size(),
        null,
        (Scrape scrape) -> bytes[0] += scrape.getValues().remaining());
    return bytes[0];
  }
}
