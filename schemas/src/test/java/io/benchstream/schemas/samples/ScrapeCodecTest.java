package io.benchstream.schemas.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.benchstream.schemas.Scrape;
import io.benchstream.schemas.ScrapeOutcome;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The codec case by case; ScrapeCodecFuzzTest puts the cases together. */
class ScrapeCodecTest {
  private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");
  private static final SeriesSet TWO = SeriesSet.of("up_a\nup_b{x=\"1\"}\n");
  private static final SeriesSet THREE = SeriesSet.of("up_a\nup_b{x=\"1\"}\nup_c\n");
  private static final Map<String, String> LABELS = Map.of("job", "vllm", "instance", "a:1");

  private final ScrapeEncoder encoder = encoder(7, CodecSettings.DEFAULT);
  private final ScrapeDecoder decoder = new ScrapeDecoder();

  @Test
  void givesBackWhatWentIn() {
    double[] values = {1.5, StaleMarker.VALUE};
    long[] times = {ScrapeEncoder.NO_TIMESTAMP, 42};
    ScrapeHeader header =
        new ScrapeHeader(
            START, 0.25, Duration.ofSeconds(5), ScrapeOutcome.SUCCESS, LABELS, "gone\n", 4, 2, 1);

    DecodedScrape scrape = complete(only(encode(encoder, header, TWO, values, times)));

    assertThat(scrape.targetId()).isEqualTo("t1");
    assertThat(scrape.owner()).isEqualTo("worker-7");
    assertThat(scrape.epoch()).isEqualTo(7);
    assertThat(scrape.header()).isEqualTo(header);
    assertThat(scrape.series().text()).isEqualTo(TWO.text());
    assertThat(scrape.series().series(1)).isEqualTo("up_b{x=\"1\"}");
    assertThat(scrape.value(0)).isEqualTo(1.5);
    assertThat(StaleMarker.is(scrape.value(1))).isTrue();
    assertThat(scrape.hasTimestamp(0)).isFalse();
    assertThat(scrape.timestamp(0)).isEqualTo(START.toEpochMilli());
    assertThat(scrape.hasTimestamp(1)).isTrue();
    assertThat(scrape.timestamp(1)).isEqualTo(42);
    assertThat(scrape.staleSeries().series(0)).isEqualTo("gone");
  }

  @Test
  void writesSeriesOnlyInKeyframes() {
    assertThat(only(at(0, TWO)).getSeries()).isNotNull();
    assertThat(only(at(30, TWO)).getSeries()).isNull();
    assertThat(only(at(31, SeriesSet.of(TWO.text()))).getSeries()).as("equal text").isNull();
    assertThat(only(at(32, THREE)).getSeries()).as("other series").isNotNull();
    assertThat(only(at(91, THREE)).getSeries()).isNull();
    assertThat(only(at(92, THREE)).getSeries()).as("a minute later").isNotNull();
    assertThat(only(at(91, THREE)).getSeries()).as("time went backwards").isNotNull();
    assertThat(only(at(93, THREE, Map.of("job", "x"))).getSeries()).as("labels").isNotNull();
    encoder.requestKeyframe();
    assertThat(only(at(94, THREE, Map.of("job", "x"))).getSeries()).as("on request").isNotNull();
    assertThat(only(at(95, THREE, Map.of("job", "x"))).getSeries()).isNull();
  }

  @Test
  void writesAKeyframeAgainWhereTheSinkFailed() {
    assertThatThrownBy(
            () ->
                encoder.encode(
                    header(0, LABELS),
                    TWO,
                    new double[2],
                    2,
                    null,
                    record -> {
                      throw new IllegalStateException("full");
                    }))
        .hasMessage("full");

    assertThat(only(at(1, TWO)).getSeries()).isNotNull();
  }

  @Test
  void refusesCountsThatDoNotMatch() {
    assertThatThrownBy(
            () -> encoder.encode(header(0, LABELS), TWO, new double[3], 3, null, record -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 series, a count of 3");
    assertThatThrownBy(
            () ->
                encoder.encode(
                    ScrapeHeader.failed(START, 1, Duration.ZERO, ScrapeOutcome.TIMEOUT, LABELS),
                    TWO,
                    new double[2],
                    2,
                    null,
                    record -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("TIMEOUT");
  }

  @Test
  void keepsTheSeriesSetWhileNothingChanges() {
    SeriesSet first = complete(only(at(0, TWO))).series();

    assertThat(complete(only(at(1, TWO))).series()).isSameAs(first);
    assertThat(complete(only(at(61, TWO))).series()).as("after a keyframe").isSameAs(first);
    assertThat(complete(only(failed(62))).series()).isNotSameAs(first);
    assertThat(complete(only(at(63, TWO))).series()).as("after a failure").isSameAs(first);
    assertThat(complete(only(at(64, THREE))).series()).isNotSameAs(first);
    assertThat(complete(only(at(65, TWO))).series()).as("back again").isSameAs(first);
    assertThat(complete(only(at(66, TWO, Map.of()))).series())
        .as("other labels")
        .isNotSameAs(first);
    encoder.requestKeyframe();
    assertThat(complete(encode(encoder(8, CodecSettings.DEFAULT), 67, TWO)).series())
        .as("another owner")
        .isSameAs(first);
  }

  @Test
  void givesEveryTargetItsOwnSets() {
    ScrapeEncoder other = new ScrapeEncoder("t2", "worker", 7, CodecSettings.DEFAULT);

    assertThat(complete(encode(encoder, 0, TWO)).series())
        .isNotSameAs(complete(encode(other, 0, TWO)).series());
    assertThat(complete(only(failed(1))).series())
        .isNotSameAs(complete(encode(other, 1, SeriesSet.empty())).series());
  }

  @Test
  void splitsWhatIsTooLargeAndPutsItTogether() {
    SeriesSet large = numbered(100);
    ScrapeEncoder small = encoder(7, new CodecSettings(Duration.ofSeconds(60), 1_000));
    double[] values = new double[100];
    for (int i = 0; i < values.length; i++) {
      values[i] = i;
    }
    List<Scrape> keyframe = encode(small, header(0, LABELS), large, values, null);
    List<Scrape> next = encode(small, header(1, LABELS), large, values, null);

    assertThat(keyframe.size()).isGreaterThan(2);
    assertThat(next).hasSameSizeAs(keyframe);
    for (int part = 0; part < keyframe.size(); part++) {
      Scrape record = keyframe.get(part);
      assertThat(record.getSeries()).isNotNull();
      assertThat(record.getSeries().length() + 2 * record.getValues().remaining())
          .isLessThanOrEqualTo(1_000);
      assertThat(next.get(part).getSeries()).isNull();
      assertThat(next.get(part).getSeriesSetId()).isEqualTo(record.getSeriesSetId());
    }
    SeriesSet first = complete(keyframe).series();
    DecodedScrape second = complete(next);
    assertThat(second.series()).isSameAs(first);
    assertThat(first.text()).isEqualTo(large.text());
    assertThat(second.value(99)).isEqualTo(99);
  }

  @Test
  void splitsStaleSeriesToo() {
    String gone = numbered(300).text();
    ScrapeEncoder small = encoder(7, new CodecSettings(Duration.ofSeconds(60), 1_000));
    ScrapeHeader header =
        new ScrapeHeader(START, 0, Duration.ZERO, ScrapeOutcome.SUCCESS, LABELS, gone, 2, 2, 0);

    List<Scrape> records = encode(small, header, TWO, new double[] {1, 2}, null);

    assertThat(records.size()).isGreaterThan(3);
    assertThat(records).allMatch(record -> record.getStaleSeries().length() <= 1_000);
    DecodedScrape scrape = complete(records);
    assertThat(scrape.header().staleSeries()).isEqualTo(gone);
    assertThat(scrape.value(1)).isEqualTo(2);
  }

  @Test
  void neverMixesPartsOfTwoScrapes() {
    ScrapeEncoder small = encoder(7, new CodecSettings(Duration.ofSeconds(60), 1_000));
    List<Scrape> first = encode(small, 0, numbered(60));
    List<Scrape> second = encode(small, 1, numbered(60));
    int last = first.size() - 1;
    for (Scrape record : first.subList(0, last)) {
      assertThat(decoder.decode(record)).isInstanceOf(Decoded.Incomplete.class);
    }

    assertThat(decoder.decode(second.get(last))).isInstanceOf(Decoded.Incomplete.class);
    assertThat(decoder.decode(first.get(last)))
        .as("after another scrape's part")
        .isInstanceOf(Decoded.Incomplete.class);
  }

  @Test
  void saysThatTheKeyframeIsMissing() {
    encode(encoder, 0, TWO);
    Scrape record = only(at(1, TWO));

    assertThat(decoder.decode(record)).isEqualTo(new Decoded.MissingKeyframe("t1", TWO.id()));
  }

  @Test
  void takesAKeyframeAfterwards() {
    Scrape keyframe = only(encode(encoder, 0, TWO));
    Scrape record = only(at(1, TWO));
    assertThat(decoder.decode(record)).isInstanceOf(Decoded.MissingKeyframe.class);

    decoder.learn(keyframe);

    assertThat(complete(record).series().text()).isEqualTo(TWO.text());
  }

  @Test
  void dropsAFencedOwnerUntilTheTargetIsForgotten() {
    ScrapeEncoder next = encoder(8, CodecSettings.DEFAULT);
    complete(only(at(0, TWO)));
    complete(only(encode(next, 1, TWO)));

    assertThat(decoder.decode(only(at(2, TWO)))).isEqualTo(new Decoded.Fenced("t1", 7, 8));
    assertThat(decoder.decode(only(at(605, TWO))))
        .as("epochs that began again at a lower number")
        .isInstanceOf(Decoded.Complete.class);
  }

  @Test
  void forgetsARemovedTargetButNotItsEpoch() {
    ScrapeEncoder next = encoder(8, CodecSettings.DEFAULT);
    complete(only(encode(next, 0, TWO)));
    DecodedScrape last =
        complete(
            failed(
                next,
                ScrapeHeader.failed(
                    START.plusSeconds(1), 0, Duration.ZERO, ScrapeOutcome.REMOVED, LABELS)));

    assertThat(last.series().size()).isZero();
    assertThat(SyntheticSeries.ALL).allMatch(which -> StaleMarker.is(last.synthetic(which)));
    assertThat(decoder.decode(only(encode(next, 2, TWO))))
        .isInstanceOf(Decoded.MissingKeyframe.class);
    assertThat(decoder.decode(only(at(3, TWO)))).isInstanceOf(Decoded.Fenced.class);
  }

  @Test
  void remembersNoMoreTargetsThanItMay() {
    ScrapeDecoder few = new ScrapeDecoder(new ScrapeDecoder.Limits(10, Duration.ofMinutes(10), 2));
    for (int i = 0; i < 1_000; i++) {
      few.decode(only(encode(new ScrapeEncoder("t" + i, "w", 1, CodecSettings.DEFAULT), 0, TWO)));
    }
    assertThat(few.targets()).isEqualTo(10);

    few.decode(only(at(3_600, TWO)));
    assertThat(few.targets()).as("an hour later").isEqualTo(1);
  }

  @Test
  void expandsTheSyntheticSeries() {
    ScrapeHeader header =
        new ScrapeHeader(START, 0.25, Duration.ZERO, ScrapeOutcome.SUCCESS, LABELS, "", 4, 2, 1);
    DecodedScrape up = complete(only(encode(encoder, header, TWO, new double[2], null)));
    DecodedScrape down = complete(only(failed(1)));

    assertThat(SyntheticSeries.ALL.stream().map(SyntheticSeries::metric))
        .containsExactly(
            "up",
            "scrape_duration_seconds",
            "scrape_samples_scraped",
            "scrape_samples_post_metric_relabeling",
            "scrape_series_added");
    assertThat(SyntheticSeries.ALL.stream().map(up::synthetic))
        .containsExactly(1.0, 0.25, 4.0, 2.0, 1.0);
    assertThat(SyntheticSeries.ALL.stream().map(down::synthetic))
        .containsExactly(0.0, 1.0, 0.0, 0.0, 0.0);
  }

  @Test
  void namesWhatIsWrongWithARecord() {
    assertThat(reason(values(bytes(12)))).contains("12 bytes");
    assertThat(reason(values(bytes(24)))).contains("3 values for the 2 series of the keyframe");
    assertThat(reason(record -> record.setTimestamps(bytes(8)))).contains("8 bytes of timestamps");
    assertThat(reason(record -> record.setPart(-1))).contains("part -1 of 1");
    assertThat(reason(record -> record.setPart(1))).contains("part 1 of 1");
    assertThat(reason(record -> record.setParts(0))).contains("0 parts");
    assertThat(reason(record -> record.setParts(Integer.MAX_VALUE))).contains("2147483647 parts");
    assertThat(reason(record -> record.setSeries("up_a\nup_c\n"))).contains("fingerprint");
    assertThat(reason(record -> record.setSeries("up_a\nup_b"))).contains("no newline");
    assertThat(reason(record -> record.setSeries("up_a\n\n"))).contains("empty");
    assertThat(reason(record -> record.setSeriesSetId(0))).contains("without series");
    assertThat(reason(record -> record.setStaleSeries("gone"))).contains("stale series");
    assertThat(reason(record -> record.setScrapeIntervalMs(-1))).contains("interval");
  }

  @Test
  void comparesTheCountWithTheKeyframesToo() {
    complete(only(at(0, TWO)));
    Scrape record = only(at(1, TWO));
    record.setValues(bytes(8));

    assertThat(decoder.decode(record))
        .isEqualTo(new Decoded.Corrupt("t1", "1 values for 2 series"));
  }

  private String reason(java.util.function.Consumer<Scrape> damage) {
    Scrape record = only(encode(encoder(7, CodecSettings.DEFAULT), 0, TWO));
    damage.accept(record);
    Decoded decoded = new ScrapeDecoder().decode(record);
    assertThat(decoded).isInstanceOf(Decoded.Corrupt.class);
    return ((Decoded.Corrupt) decoded).reason();
  }

  private static java.util.function.Consumer<Scrape> values(ByteBuffer bytes) {
    return record -> record.setValues(bytes);
  }

  private static ByteBuffer bytes(int count) {
    return ByteBuffer.allocate(count);
  }

  private static SeriesSet numbered(int size) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < size; i++) {
      text.append("requests_total{le=\"").append(i).append("\"}\n");
    }
    return SeriesSet.of(text.toString());
  }

  private static ScrapeEncoder encoder(long epoch, CodecSettings settings) {
    return new ScrapeEncoder("t1", "worker-" + epoch, epoch, settings);
  }

  private static ScrapeHeader header(long second, Map<String, String> labels) {
    return new ScrapeHeader(
        START.plusSeconds(second),
        0,
        Duration.ofSeconds(1),
        ScrapeOutcome.SUCCESS,
        labels,
        "",
        0,
        0,
        0);
  }

  private List<Scrape> at(long second, SeriesSet series) {
    return encode(encoder, second, series);
  }

  private List<Scrape> at(long second, SeriesSet series, Map<String, String> labels) {
    return encode(encoder, header(second, labels), series, new double[series.size()], null);
  }

  private List<Scrape> failed(long second) {
    return failed(
        encoder,
        ScrapeHeader.failed(
            START.plusSeconds(second), 1, Duration.ZERO, ScrapeOutcome.TIMEOUT, LABELS));
  }

  private static List<Scrape> failed(ScrapeEncoder encoder, ScrapeHeader header) {
    List<Scrape> records = new ArrayList<>();
    encoder.encode(header, records::add);
    return records;
  }

  private static List<Scrape> encode(ScrapeEncoder encoder, long second, SeriesSet series) {
    return encode(encoder, header(second, LABELS), series, new double[series.size()], null);
  }

  /** As Kafka would hand them over: bytes in between. */
  private static List<Scrape> encode(
      ScrapeEncoder encoder,
      ScrapeHeader header,
      SeriesSet series,
      double[] values,
      long @Nullable [] times) {
    List<Scrape> records = new ArrayList<>();
    encoder.encode(
        header, series, values, series.size(), times, record -> records.add(Wire.through(record)));
    return records;
  }

  private static Scrape only(List<Scrape> records) {
    assertThat(records).hasSize(1);
    return records.get(0);
  }

  private DecodedScrape complete(Scrape record) {
    return complete(List.of(record));
  }

  private DecodedScrape complete(List<Scrape> records) {
    for (Scrape record : records.subList(0, records.size() - 1)) {
      assertThat(decoder.decode(record)).isInstanceOf(Decoded.Incomplete.class);
    }
    Decoded decoded = decoder.decode(records.get(records.size() - 1));
    assertThat(decoded).isInstanceOf(Decoded.Complete.class);
    return ((Decoded.Complete) decoded).scrape();
  }
}
