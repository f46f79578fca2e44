package io.benchstream.aggregator.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.benchstream.aggregator.layout.LayoutBuilder;
import io.benchstream.aggregator.layout.RecipeIndex;
import io.benchstream.aggregator.recipe.RecipeLoader;
import io.benchstream.aggregator.window.PartitionWindows;
import io.benchstream.aggregator.window.Windows;
import io.benchstream.runtime.kafka.Decoded;
import io.benchstream.runtime.logging.RateLimitedLog;
import io.benchstream.schemas.KpiWindow;
import io.benchstream.schemas.Scrape;
import io.benchstream.schemas.Session;
import io.benchstream.schemas.SessionReport;
import io.benchstream.schemas.topics.Topic;
import io.benchstream.schemas.topics.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** The topology on Kafka's test driver: one partition, the wall clock in the test's hands. */
final class TopologyRig implements AutoCloseable {
  static final Topics TOPICS = new Topics("t.", 1, (short) 1);
  static final Instant T0 = Instant.ofEpochMilli(1_000_000_000_000L);

  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  final TopologyTestDriver driver;
  final TestInputTopic<byte[], byte[]> samples;
  final TestOutputTopic<byte[], byte[]> kpis;
  final TestOutputTopic<byte[], byte[]> deadLetters;
  final TestInputTopic<byte[], byte[]> sessions;
  final TestOutputTopic<byte[], byte[]> reports;
  boolean caughtUp = true;
  private long wallClock = T0.toEpochMilli();

  TopologyRig(Path stateDir) {
    Properties settings =
        StreamsSettings.of(
            new Properties(), "t.aggregator", null, stateDir, 1, Duration.ofMillis(100), (short) 1);
    settings.put("bootstrap.servers", "nowhere:1");
    driver = new TopologyTestDriver(topology(), settings, T0);
    samples =
        driver.createInputTopic(
            TOPICS.name(Topic.SAMPLES), new ByteArraySerializer(), new ByteArraySerializer());
    kpis =
        driver.createOutputTopic(
            TOPICS.name(Topic.KPIS), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    sessions =
        driver.createInputTopic(
            TOPICS.name(Topic.SESSIONS), new ByteArraySerializer(), new ByteArraySerializer());
    reports =
        driver.createOutputTopic(
            TOPICS.name(Topic.SESSION_REPORTS),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    deadLetters =
        driver.createOutputTopic(
            TOPICS.name(Topic.DEAD_LETTERS),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
  }

  Topology topology() {
    return AggregatorTopology.build(TOPICS, parts());
  }

  TopologyParts parts() {
    return new TopologyParts(
        new PartitionWindows.Settings(
            new Windows(Duration.ofSeconds(10), Duration.ofSeconds(2)),
            Duration.ofHours(1),
            Duration.ofSeconds(30)),
        new LayoutBuilder(new RecipeIndex(new RecipeLoader().defaults()), Duration.ofMinutes(10)),
        1,
        Duration.ofSeconds(5),
        Duration.ofDays(7),
        new RecordFormats(
            () -> record -> decode(record, Scrape::fromByteBuffer),
            () -> record -> decode(record, Session::fromByteBuffer),
            () -> TopologyRig::encode,
            () -> TopologyRig::encode),
        (partition, nextOffset) -> caughtUp ? OptionalLong.of(wallClock) : OptionalLong.empty(),
        new AggregatorMeters(meters),
        new RateLimitedLog(
            LoggerFactory.getLogger(TopologyRig.class), Clock.systemUTC(), Duration.ofMinutes(1)));
  }

  /** Reads Avro without a registry. */
  private interface Format<T> {
    T read(java.nio.ByteBuffer bytes) throws IOException;
  }

  private static <T> Decoded<T> decode(
      org.apache.kafka.clients.consumer.ConsumerRecord<byte[], byte[]> record, Format<T> format) {
    if (record.value() == null) {
      return new Decoded.Tombstone<>();
    }
    try {
      return new Decoded.Value<>(format.read(java.nio.ByteBuffer.wrap(record.value())));
    } catch (IOException | RuntimeException e) {
      return new Decoded.Undecodable<>("not what it should be");
    }
  }

  private static ProducerRecord<byte[], byte[]> encode(String key, SpecificRecord value) {
    return new ProducerRecord<>("any", key.getBytes(UTF_8), bytes(value));
  }

  void send(List<Scrape> records) {
    for (Scrape record : records) {
      advanceTo(Math.max(wallClock, record.getScrapeTime().toEpochMilli()));
      samples.pipeInput(
          record.getTargetId().getBytes(UTF_8), bytes(record), record.getScrapeTime());
    }
  }

  static byte[] bytes(SpecificRecord record) {
    try {
      java.nio.ByteBuffer bytes =
          new BinaryMessageEncoder<SpecificRecord>(SpecificData.get(), record.getSchema())
              .encode(record);
      byte[] value = new byte[bytes.remaining()];
      bytes.get(value);
      return value;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void advanceTo(long time) {
    while (wallClock < time) {
      long step = Math.min(1_000, time - wallClock);
      wallClock += step;
      driver.advanceWallClockTime(Duration.ofMillis(step));
    }
  }

  List<KpiWindow> kpis() {
    return kpis.readRecordsToList().stream().map(TopologyRig::kpi).toList();
  }

  private static KpiWindow kpi(TestRecord<byte[], byte[]> record) {
    try {
      return KpiWindow.fromByteBuffer(java.nio.ByteBuffer.wrap(record.value()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void session(String id, @Nullable Session session) {
    sessions.pipeInput(id.getBytes(UTF_8), session == null ? null : bytes(session));
  }

  /** The reports by key; null for one that is gone. */
  Map<String, @Nullable SessionReport> reports() {
    Map<String, @Nullable SessionReport> found = new TreeMap<>();
    for (TestRecord<byte[], byte[]> record : reports.readRecordsToList()) {
      try {
        found.put(
            new String(record.key(), UTF_8),
            record.value() == null
                ? null
                : SessionReport.fromByteBuffer(java.nio.ByteBuffer.wrap(record.value())));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return found;
  }

  double records(String verdict) {
    return meters.get("benchstream_aggregator_records").tag("verdict", verdict).counter().count();
  }

  @Override
  public void close() {
    driver.close();
  }
}
