package io.benchstream.benchmarks.micro;

import io.benchstream.benchmarks.load.PageSet;
import io.benchstream.benchmarks.load.TemporaryDirectory;
import io.benchstream.publisher.remotewrite.Compressor;
import io.benchstream.publisher.remotewrite.Encoding;
import io.benchstream.publisher.remotewrite.SeriesBlock;
import io.benchstream.publisher.remotewrite.WriteRequestBuffer;
import io.benchstream.relabel.labels.LabelSet;
import io.benchstream.schemas.samples.Series;
import io.benchstream.schemas.samples.SeriesParser;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Time for one sample on its way from decoded values into a compressed remote write request, in
 * each of the ways there are.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 3, time = 2)
public class RequestBenchmark {
  private static final int TARGETS = 20;
  private static final int SERIES = 1_000;
  private static final long TIME = 1_795_233_370_123L;

  private final SeriesBlock[] once = new SeriesBlock[TARGETS];
  private final SeriesBlock[] recurring = new SeriesBlock[TARGETS];
  private final long[] values = new long[SERIES];
  private final WriteRequestBuffer request = new WriteRequestBuffer(64 << 20);
  private final Compressor compressor = new Compressor();

  @Setup
  public void prepare() throws IOException {
    String page = page();
    for (int i = 0; i < TARGETS; i++) {
      once[i] = block(page, "target-" + i);
      recurring[i] = block(page, "target-" + i);
      recurring[i].markRecurring();
    }
    SplittableRandom random = new SplittableRandom(1);
    // Counters for the most part, and some that are no whole numbers.
    Arrays.setAll(
        values,
        i ->
            Double.doubleToRawLongBits(
                i % 3 == 0 ? random.nextDouble() : random.nextInt(1 << (i % 20 + 1))));
  }

  @TearDown
  public void close() {
    compressor.close();
  }

  private static String page() throws IOException {
    try (TemporaryDirectory directory = TemporaryDirectory.create()) {
      new PageSet(SERIES, 1, 0, PageSet.Shape.SERVICE, false, 1).write(directory.path());
      return Files.readString(directory.path().resolve("0.txt"));
    }
  }

  private static SeriesBlock block(String page, String instance) {
    SeriesBlock.Builder block = new SeriesBlock.Builder();
    page.lines()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.substring(0, line.lastIndexOf(' ')))
        .map(text -> SeriesParser.parse(text).orElseThrow())
        .forEach(series -> block.add(LabelSet.of(labels(series, instance))));
    return block.build();
  }

  private static Map<String, String> labels(Series series, String instance) {
    Map<String, String> labels = new TreeMap<>();
    labels.put(LabelSet.METRIC_NAME, series.metric());
    labels.put("cluster", "benchmark");
    labels.put("job", "service");
    labels.put("instance", instance);
    series.labels().forEach(label -> labels.put(label.name(), label.value()));
    return labels;
  }

  private WriteRequestBuffer fill(SeriesBlock[] blocks, Encoding encoding) {
    request.clear(encoding);
    for (SeriesBlock block : blocks) {
      request.append(
          block, 0, (first, count, into) -> System.arraycopy(values, first, into, 0, count), TIME);
    }
    return request;
  }

  /** Put together from templates: Snappy's format. */
  @Benchmark
  @OperationsPerInvocation(TARGETS * SERIES)
  public byte[] snappyOfTemplates() {
    return fill(recurring, Encoding.SNAPPY).pack();
  }

  /** Written as it is and then compressed by Snappy. */
  @Benchmark
  @OperationsPerInvocation(TARGETS * SERIES)
  public byte[] snappy() {
    WriteRequestBuffer plain = fill(once, Encoding.ZSTD);
    return compressor.compress(Encoding.SNAPPY, plain.bytes(), 0, plain.length());
  }

  /** Written as it is and then compressed by zstd. */
  @Benchmark
  @OperationsPerInvocation(TARGETS * SERIES)
  public byte[] zstd() {
    WriteRequestBuffer plain = fill(once, Encoding.ZSTD);
    return compressor.compress(Encoding.ZSTD, plain.bytes(), 0, plain.length());
  }

  /** Written as it is. */
  @Benchmark
  @OperationsPerInvocation(TARGETS * SERIES)
  public int plain() {
    return fill(once, Encoding.ZSTD).length();
  }
}
