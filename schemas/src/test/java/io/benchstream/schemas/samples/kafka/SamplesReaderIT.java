package io.benchstream.schemas.samples.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.benchstream.local.broker.LocalBroker;
import io.benchstream.schemas.Scrape;
import io.benchstream.schemas.samples.Decoded;
import io.benchstream.schemas.samples.ScrapeDecoder;
import io.benchstream.schemas.samples.ScrapeLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Cold starts on a real broker: offsets by time, a group, compressed batches. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SamplesReaderIT {
  private static final String TOPIC = "samples";
  private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final long seed = System.nanoTime();
  private final ScrapeLog log = new ScrapeLog(seed, 400);
  private LocalBroker broker;

  /** What a reader from the start makes of each offset. */
  private List<Decoded> whole;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    broker = LocalBroker.start(LocalBroker.Settings.in(directory));
    Map<String, Object> settings = Map.of("bootstrap.servers", broker.bootstrapServers());
    try (Admin admin = Admin.create(settings)) {
      admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get();
    }
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", broker.bootstrapServers(), "compression.type", "lz4"),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      List<Future<?>> sent = new ArrayList<>();
      for (ScrapeLog.Entry entry : log.entries()) {
        byte[] bytes = entry.record().toByteBuffer().array();
        sent.add(producer.send(new ProducerRecord<>(TOPIC, 0, entry.timestamp(), null, bytes)));
      }
      for (Future<?> each : sent) {
        each.get();
      }
    }
    ScrapeDecoder decoder = new ScrapeDecoder();
    whole = log.entries().stream().map(entry -> decoder.decode(entry.record())).toList();
  }

  @AfterAll
  void stop() {
    broker.close();
  }

  @Test
  void startsAtAnyOffset() {
    int size = log.entries().size();
    for (long wanted : new long[] {0, 1, size / 2, size - 1}) {
      try (KafkaConsumer<byte[], byte[]> consumer = consumer(Map.of())) {
        SamplesReader reader = reader(consumer);
        reader.start(Map.of(PARTITION, wanted));
        List<Handed> handed = new ArrayList<>();
        read(reader, handed, (int) (size - wanted));

        assertThat(handed.get(0).offset()).isEqualTo(wanted);
        assertAsGoodAsWhole(handed);
      }
    }
  }

  @Test
  void goesOnInAGroupWhereTheLastMemberCommitted() {
    int size = log.entries().size();
    Map<String, Object> group = Map.of("group.id", "it", "enable.auto.commit", false);
    List<Handed> handed = new ArrayList<>();
    while (handed.size() < size) {
      try (KafkaConsumer<byte[], byte[]> consumer = consumer(group)) {
        SamplesReader reader = reader(consumer);
        consumer.subscribe(List.of(TOPIC), reader);
        read(reader, handed, Math.min(size, handed.size() + size / 3));
        consumer.commitSync(reader.positions());
      }
    }

    assertThat(handed.stream().map(Handed::offset)).doesNotHaveDuplicates().isSorted();
    assertAsGoodAsWhole(handed);
  }

  private record Handed(long offset, Decoded decoded) {}

  private static void read(SamplesReader reader, List<Handed> handed, int until) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (handed.size() < until) {
      assertThat(System.nanoTime()).as("%d of %d", handed.size(), until).isLessThan(deadline);
      reader.poll(
          Duration.ofMillis(100),
          (record, decoded) -> handed.add(new Handed(record.offset(), decoded)));
    }
  }

  private void assertAsGoodAsWhole(List<Handed> handed) {
    for (Handed each : handed) {
      if (whole.get((int) each.offset()) instanceof Decoded.Complete) {
        assertThat(each.decoded())
            .as("seed %d, offset %d", seed, each.offset())
            .isInstanceOf(Decoded.Complete.class);
      }
    }
  }

  private KafkaConsumer<byte[], byte[]> consumer(Map<String, Object> more) {
    Map<String, Object> settings = new HashMap<>(more);
    settings.put("bootstrap.servers", broker.bootstrapServers());
    settings.put("auto.offset.reset", "earliest");
    settings.put("max.poll.records", 50);
    return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private static SamplesReader reader(KafkaConsumer<byte[], byte[]> consumer) {
    return new SamplesReader(
        consumer,
        SamplesReaderIT::parse,
        ScrapeLog.KEYFRAME_INTERVAL,
        ScrapeDecoder.Limits.DEFAULT);
  }

  private static Scrape parse(ConsumerRecord<byte[], byte[]> record, boolean isPriming) {
    try {
      return Scrape.fromByteBuffer(ByteBuffer.wrap(record.value()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
