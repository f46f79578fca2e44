package io.benchstream.schemas.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.benchstream.schemas.Scrape;
import io.benchstream.schemas.ScrapeOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Bytes a sample on the topic {@code samples}, measured on pairs of real pages ({@code x.txt} and
 * {@code x-15s-later.txt}). Other pages than those of the test resources:
 *
 * <pre>./mvnw -pl schemas test -Dtest=WireSizeTest -Dcaptures=DIRECTORY</pre>
 */
class WireSizeTest {
  private static final Path CAPTURES =
      Path.of(System.getProperty("captures", "src/test/resources/captures"));
  private static final String LATER = "-15s-later.txt";
  private static final double MAX_BYTES_PER_SAMPLE = 6;
  private static final int SCRAPES_PER_KEYFRAME = 4;
  private static final Map<String, String> LABELS =
      Map.of("job", "node", "instance", "node-17.gpu-a.example:9100", "cluster", "gpu-a");

  static List<String> pages() throws IOException {
    try (Stream<Path> files = Files.list(CAPTURES)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(LATER))
          .map(name -> name.substring(0, name.length() - LATER.length()))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void aSampleTakesFewBytes(String page) throws IOException {
    Map<String, Double> first = read(page + ".txt");
    Map<String, Double> second = new LinkedHashMap<>(first);
    second.replaceAll(read(page + LATER)::getOrDefault);
    SeriesSet series = SeriesSet.of(String.join("\n", first.keySet()) + "\n");
    ScrapeEncoder encoder =
        new ScrapeEncoder("0123456789abcdef0123456789abcdef", "worker-1", 1, CodecSettings.DEFAULT);
    byte[] keyframe = encode(encoder, 0, series, first);
    byte[] values = encode(encoder, 15, series, second);
    int samples = first.size();

    System.out.printf(
        "%-15s %5d samples; bytes a sample: keyframe %s; values only %s; one in %d a keyframe %s%n",
        page,
        samples,
        sizes(samples, keyframe),
        sizes(samples, values),
        SCRAPES_PER_KEYFRAME,
        sizes(samples * SCRAPES_PER_KEYFRAME, keyframe, values, values, values));

    assertThat(size(Compression.lz4().build(), values) / (double) samples)
        .isLessThanOrEqualTo(MAX_BYTES_PER_SAMPLE);
    assertThat(size(Compression.zstd().build(), values) / (double) samples)
        .isLessThanOrEqualTo(MAX_BYTES_PER_SAMPLE);
  }

  private static String sizes(int samples, byte[]... records) {
    return "%.1f raw, %.1f lz4, %.1f zstd"
        .formatted(
            size(Compression.NONE, records) / (double) samples,
            size(Compression.lz4().build(), records) / (double) samples,
            size(Compression.zstd().build(), records) / (double) samples);
  }

  /** As one batch on the broker. Each record in a batch of its own: nothing is the same twice. */
  private static int size(Compression compression, byte[]... records) {
    int size = 0;
    for (byte[] record : records) {
      size += MemoryRecords.withRecords(compression, new SimpleRecord(record)).sizeInBytes();
    }
    return size;
  }

  private static byte[] encode(
      ScrapeEncoder encoder, int second, SeriesSet series, Map<String, Double> samples)
      throws IOException {
    List<Scrape> records = new ArrayList<>();
    encoder.encode(
        new ScrapeHeader(
            Instant.parse("2026-11-01T00:00:00Z").plusSeconds(second),
            0.0123,
            Duration.ofSeconds(15),
            ScrapeOutcome.SUCCESS,
            LABELS,
            "",
            samples.size(),
            samples.size(),
            0),
        series,
        samples.values().stream().mapToDouble(Double::doubleValue).toArray(),
        samples.size(),
        null,
        records::add);
    assertThat(records).hasSize(1);
    return records.get(0).toByteBuffer().array();
  }

  private static Map<String, Double> read(String file) throws IOException {
    Map<String, Double> samples = new LinkedHashMap<>();
    for (String line : Files.readAllLines(CAPTURES.resolve(file))) {
      if (!line.startsWith("#")) {
        int blank = line.lastIndexOf(' ');
        samples.put(
            line.substring(0, blank),
            Double.valueOf(line.substring(blank + 1).replace("Inf", "Infinity")));
      }
    }
    return samples;
  }
}
