package io.benchstream.publisher.remotewrite;

import static org.assertj.core.api.Assertions.assertThat;

import io.benchstream.publisher.remotewrite.WriteRequestReader.ReadSample;
import io.benchstream.relabel.labels.LabelSet;
import io.benchstream.schemas.samples.StaleMarker;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Whatever is appended is what the reference reader reads. */
class WriteRequestBufferFuzzTest {
  private static final long[] TIMES = {
    0,
    1,
    -1,
    Long.MIN_VALUE,
    Long.MAX_VALUE,
    (1L << 35) - 1,
    1L << 35,
    (1L << 42) - 1,
    1L << 42,
    127,
    128,
    1_795_233_370_123L
  };

  @Test
  void whatIsAppendedIsRead() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 300; round++) {
      List<Map<String, String>> series = new ArrayList<>();
      SeriesBlock.Builder builder = new SeriesBlock.Builder();
      int count = random.nextInt(40);
      for (int i = 0; i < count; i++) {
        if (random.nextInt(10) == 0) {
          series.add(Map.of());
          builder.omit();
        } else {
          Map<String, String> labels = labels(random);
          series.add(labels);
          builder.add(LabelSet.of(labels));
        }
      }
      SeriesBlock block = builder.build();
      WriteRequestBuffer buffer = new WriteRequestBuffer(1 + random.nextInt(2000));
      List<ReadSample> expected = new ArrayList<>();
      for (int i = 0; count > 0 && i < 200; i++) {
        int which = random.nextInt(count);
        long bits = random.nextInt(5) == 0 ? StaleMarker.BITS : random.nextLong();
        long time =
            random.nextInt(3) == 0
                ? TIMES[random.nextInt(TIMES.length)]
                : 1_700_000_000_000L + random.nextInt();
        buffer.append(block, which, bits, time);
        assertThat(block.omitted(which)).isEqualTo(series.get(which).isEmpty());
        if (!series.get(which).isEmpty()) {
          expected.add(new ReadSample(series.get(which), bits, time));
        }
      }
      assertThat(WriteRequestReader.read(buffer.bytes(), buffer.length()))
          .as("seed %d round %d", seed, round)
          .isEqualTo(expected);
      assertThat(buffer.samples()).isEqualTo(expected.size());
    }
  }

  private static Map<String, String> labels(Random random) {
    Map<String, String> labels = new TreeMap<>();
    labels.put(LabelSet.METRIC_NAME, "metric_" + random.nextInt(1000));
    int count = random.nextInt(8);
    for (int i = 0; i < count; i++) {
      labels.put("label" + random.nextInt(20), text(random));
    }
    return new LinkedHashMap<>(labels);
  }

  private static String text(Random random) {
    String[] parts = {
      "a", "größe", "温度", "\uD83D\uDE00", "\"\\\n", "x".repeat(random.nextInt(300))
    };
    StringBuilder text = new StringBuilder("v");
    for (int i = random.nextInt(4); i > 0; i--) {
      text.append(parts[random.nextInt(parts.length)]);
    }
    return text.toString();
  }
}
