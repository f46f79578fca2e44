package io.benchstream.schemas.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.benchstream.schemas.Scrape;
import io.benchstream.schemas.ScrapeOutcome;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Whatever happens to owners, layouts and records: a scrape that is decoded is the one that was
 * encoded, bit by bit, and one whose keyframe can be reached is decoded.
 */
class ScrapeCodecFuzzTest {
  private static final int LOGS = 100;
  private static final int SCRAPES = 120;
  private static final long LOOK_BACK_MS = 2 * ScrapeLog.KEYFRAME_INTERVAL.toMillis();

  @Test
  void everyScrapeComesBackFromAnyOffset() {
    each(
        (log, random, seed) -> {
          int wanted = random.nextInt(log.entries().size());
          BitSet none = new BitSet();
          check(log, lookBackFrom(log, wanted), wanted, none, none, seed);
          check(log, 0, 0, none, none, seed);
        });
  }

  @Test
  void aLostOrRepeatedRecordTakesNothingButItsOwnScrapesWithIt() {
    each(
        (log, random, seed) -> {
          BitSet lost = some(log.entries().size(), random);
          BitSet repeated = some(log.entries().size(), random);
          check(log, 0, 0, lost, repeated, seed);
        });
  }

  @Test
  void aDamagedRecordIsAnOutcome() {
    each(
        (log, random, seed) -> {
          ScrapeDecoder decoder = new ScrapeDecoder();
          for (ScrapeLog.Entry entry : log.entries()) {
            Scrape record = Scrape.newBuilder(entry.record()).build();
            if (random.nextInt(3) == 0) {
              damage(record, random);
            }
            try {
              Decoded decoded = decoder.decode(record);
              if (decoded instanceof Decoded.Complete complete) {
                readAll(complete.scrape());
              }
            } catch (RuntimeException e) {
              throw new AssertionError("seed " + seed + ": " + record, e);
            }
          }
        });
  }

  private interface Round {
    void run(ScrapeLog log, Random random, long seed);
  }

  private static void each(Round round) {
    long first = System.nanoTime();
    for (long seed = first; seed < first + LOGS; seed++) {
      round.run(new ScrapeLog(seed, SCRAPES), new Random(seed), seed);
    }
  }

  private static BitSet some(int size, Random random) {
    int oneIn = 2 + random.nextInt(30);
    BitSet some = new BitSet();
    for (int i = 0; i < size; i++) {
      some.set(i, random.nextInt(oneIn) == 0);
    }
    return some;
  }

  private static int lookBackFrom(ScrapeLog log, int wanted) {
    long time = log.entries().get(wanted).timestamp() - LOOK_BACK_MS;
    int start = 0;
    while (log.entries().get(start).timestamp() < time) {
      start++;
    }
    return start;
  }

  /** Decodes from {@code start} on and expects all that can be expected from {@code wanted} on. */
  private static void check(
      ScrapeLog log, int start, int wanted, BitSet lost, BitSet repeated, long seed) {
    Oracle oracle = new Oracle(log, start, lost);
    ScrapeDecoder decoder = new ScrapeDecoder();
    Map<String, DecodedScrape> lastOfTarget = new HashMap<>();
    for (int i = start; i < log.entries().size(); i++) {
      if (lost.get(i)) {
        continue;
      }
      ScrapeLog.Entry entry = log.entries().get(i);
      String what = "seed %d, start %d, wanted %d, entry %d".formatted(seed, start, wanted, i);
      if (repeated.get(i) && !entry.isLast()) {
        assertThat(decoder.decode(entry.record())).as(what).isNotInstanceOf(Decoded.Complete.class);
      }
      Decoded decoded = decoder.decode(entry.record());
      if (decoded instanceof Decoded.Complete complete) {
        assertThat(entry.isLast()).as(what).isTrue();
        assertSame(what, complete.scrape(), log.sent().get(entry.scrape()));
        assertIdentity(what, complete.scrape(), lastOfTarget);
      }
      boolean isUndisturbed = repeated.isEmpty() || entry.record().getParts() == 1;
      if (i >= wanted && isUndisturbed && entry.isLast() && oracle.mustBeDecoded(entry.scrape())) {
        assertThat(decoded).as(what).isInstanceOf(Decoded.Complete.class);
      }
      assertThat(decoded).as(what).isNotInstanceOf(Decoded.Corrupt.class);
      if (oracle.isFenced(i)) {
        assertThat(decoded).as(what).isInstanceOf(Decoded.Fenced.class);
      }
    }
  }

  private static void assertSame(String what, DecodedScrape decoded, ScrapeLog.Sent sent) {
    assertThat(decoded.targetId()).as(what).isEqualTo(sent.targetId);
    assertThat(decoded.epoch()).as(what).isEqualTo(sent.epoch);
    assertThat(decoded.header()).as(what).isEqualTo(sent.header);
    assertThat(decoded.series().text()).as(what).isEqualTo(sent.series);
    assertThat(decoded.series().size()).as(what).isEqualTo(sent.bits.length);
    for (int i = 0; i < sent.bits.length; i++) {
      long bits = Double.doubleToRawLongBits(decoded.value(i));
      if (bits != sent.bits[i]) {
        assertThat(Long.toHexString(bits))
            .as("%s, value %d", what, i)
            .isEqualTo(Long.toHexString(sent.bits[i]));
      }
      long time = sent.times == null ? ScrapeEncoder.NO_TIMESTAMP : sent.times[i];
      boolean hasTime = time != ScrapeEncoder.NO_TIMESTAMP;
      long expected = hasTime ? time : sent.header.scrapeTime().toEpochMilli();
      if (decoded.hasTimestamp(i) != hasTime || decoded.timestamp(i) != expected) {
        assertThat(decoded.timestamp(i)).as("%s, timestamp %d", what, i).isEqualTo(expected);
        assertThat(decoded.hasTimestamp(i)).as("%s, timestamp %d", what, i).isEqualTo(hasTime);
      }
    }
  }

  /** Same series and labels as in the scrape before: same instances; otherwise others. */
  private static void assertIdentity(
      String what, DecodedScrape decoded, Map<String, DecodedScrape> lastOfTarget) {
    DecodedScrape last = lastOfTarget.put(decoded.targetId(), decoded);
    if (last == null || last.header().outcome() == ScrapeOutcome.REMOVED) {
      return;
    }
    boolean isUnchanged =
        last.series().text().equals(decoded.series().text())
            && last.header().labels().equals(decoded.header().labels());
    assertThat(decoded.series() == last.series()).as(what).isEqualTo(isUnchanged);
  }

  /** What can be decoded, said without a decoder. */
  private static final class Oracle {
    private final ScrapeLog log;
    private final BitSet fencedEntries = new BitSet();
    private final BitSet incompleteScrapes = new BitSet();

    Oracle(ScrapeLog log, int start, BitSet lost) {
      this.log = log;
      Map<String, Long> epochs = new HashMap<>();
      for (int i = 0; i < log.entries().size(); i++) {
        ScrapeLog.Entry entry = log.entries().get(i);
        String target = entry.record().getTargetId();
        if (i < start) {
          // Whatever is needed must lie within the look-back: that is what is tested.
          continue;
        }
        if (lost.get(i)) {
          incompleteScrapes.set(entry.scrape());
          continue;
        }
        long epoch = entry.record().getEpoch();
        if (epoch < epochs.getOrDefault(target, 0L)) {
          fencedEntries.set(i);
          incompleteScrapes.set(entry.scrape());
        } else {
          epochs.put(target, epoch);
        }
      }
    }

    boolean isFenced(int entry) {
      return fencedEntries.get(entry);
    }

    /** All its records are there, and all those of the scrape that has its series. */
    boolean mustBeDecoded(int scrape) {
      ScrapeLog.Sent sent = log.sent().get(scrape);
      return !incompleteScrapes.get(scrape) && !incompleteScrapes.get(sent.keyframe);
    }
  }

  private static void readAll(DecodedScrape scrape) {
    for (int i = 0; i < scrape.series().size(); i++) {
      scrape.series().series(i);
      scrape.value(i);
      scrape.timestamp(i);
    }
    scrape.staleSeries();
    SyntheticSeries.ALL.forEach(scrape::synthetic);
  }

  private static void damage(Scrape record, Random random) {
    switch (random.nextInt(12)) {
      case 0 -> record.setValues(ByteBuffer.allocate(random.nextInt(100)));
      case 1 -> record.setTimestamps(ByteBuffer.allocate(random.nextInt(100)));
      case 2 -> record.setSeries(null);
      case 3 -> record.setSeries("other\n".repeat(random.nextInt(4)));
      case 4 -> record.setSeries(record.getSeries() + "\n");
      case 5 -> record.setSeriesSetId(random.nextInt(3));
      case 6 -> record.setPart(random.nextInt(5) - 1);
      case 7 -> record.setParts(random.nextInt(5) - 1);
      case 8 -> record.setStaleSeries("\nstale");
      case 9 -> record.setEpoch(random.nextInt(10));
      case 10 -> record.setScrapeIntervalMs(random.nextLong());
      default -> record.setLabels(Map.of("other", "labels"));
    }
  }
}
