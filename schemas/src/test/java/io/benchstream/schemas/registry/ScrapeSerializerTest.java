package io.benchstream.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.benchstream.schemas.Scrape;
import io.benchstream.schemas.ScrapeOutcome;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ScrapeSerializerTest {
  private static final int RECORDS = 2_000;
  private static final List<ScrapeOutcome> OUTCOMES = List.of(ScrapeOutcome.values());
  private static final String[] TEXTS = {"", "a", "Grüße", "\uD83D\uDE80", "x\n\"y\"", "日本"};

  private final FakeRegistry registry = new FakeRegistry();
  private final RegistrySerdes serdes =
      new RegistrySerdes(registry.client(), Duration.ofSeconds(2));
  private final Serializer<Scrape> reference = serdes.serializer();
  private final Serializer<Scrape> serializer = serdes.scrapeSerializer();

  @AfterEach
  void close() {
    serdes.close();
  }

  @Test
  void writesTheBytesOfTheRegistrysSerializer() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < RECORDS; i++) {
      Scrape scrape = scrape(random, i == RECORDS / 2 ? 300_000 : random.nextInt(50));
      byte[] expected = reference.serialize("samples", scrape);
      assertThat(serializer.serialize("samples", scrape))
          .as("record %d of seed %d", i, seed)
          .isEqualTo(expected);
    }
  }

  @Test
  void aTombstoneStaysOne() {
    assertThat(serializer.serialize("samples", null)).isNull();
  }

  @Test
  void namesTheFieldThatHasNoValue() {
    Random random = new Random(1);
    serializer.serialize("samples", scrape(random, 3));
    Scrape scrape = scrape(random, 3);
    scrape.put("owner", null);

    assertThatThrownBy(() -> serializer.serialize("samples", scrape))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("owner");
    Scrape next = scrape(random, 3);
    assertThat(serializer.serialize("samples", next))
        .isEqualTo(reference.serialize("samples", next));
  }

  private static Scrape scrape(Random random, int samples) {
    Scrape scrape = new Scrape();
    scrape.setTargetId(text(random));
    scrape.setOwner(text(random));
    scrape.setEpoch(random.nextLong());
    scrape.setScrapeTime(Instant.ofEpochMilli(random.nextLong(1L << 45) - (1L << 44)));
    scrape.setDurationSeconds(random.nextDouble());
    scrape.setScrapeIntervalMs(random.nextLong(100_000));
    scrape.setOutcome(OUTCOMES.get(random.nextInt(OUTCOMES.size())));
    Map<String, String> labels = new HashMap<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      labels.put("label" + i, text(random));
    }
    scrape.setLabels(labels);
    scrape.setSeriesSetId(random.nextLong());
    scrape.setSeries(random.nextBoolean() ? null : text(random).repeat(random.nextInt(300)));
    scrape.setValues(bytes(random, samples));
    scrape.setTimestamps(random.nextBoolean() ? null : bytes(random, samples));
    scrape.setStaleSeries(text(random));
    scrape.setSamplesScraped(random.nextInt());
    scrape.setSamplesPostRelabeling(random.nextInt());
    scrape.setSeriesAdded(random.nextInt());
    scrape.setPart(random.nextInt(3));
    scrape.setParts(random.nextInt(3));
    return scrape;
  }

  private static String text(Random random) {
    return TEXTS[random.nextInt(TEXTS.length)];
  }

  /** A slice, as the encoder of samples gives out. */
  private static ByteBuffer bytes(Random random, int samples) {
    byte[] bytes = new byte[samples * 8 + 16];
    random.nextBytes(bytes);
    return ByteBuffer.wrap(bytes).slice(8, samples * 8);
  }
}
