package io.benchstream.publisher.remotewrite;

import static org.assertj.core.api.Assertions.assertThat;

import io.benchstream.relabel.labels.LabelSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** However a request is divided, its parts are whole series and together the whole. */
class TimeSeriesRangesFuzzTest {
  @Test
  void everyDivisionEndsInSingleSeries() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      int count = 1 + random.nextInt(50);
      SeriesBlock.Builder block = new SeriesBlock.Builder();
      for (int i = 0; i < count; i++) {
        int length = random.nextInt(5) == 0 ? random.nextInt(20_000) : random.nextInt(100);
        block.add(LabelSet.of(LabelSet.METRIC_NAME, "m" + i, "x", "v".repeat(1 + length)));
      }
      SeriesBlock series = block.build();
      WriteRequestBuffer request = new WriteRequestBuffer(1 << 22);
      for (int i = 0; i < count; i++) {
        request.append(series, i, i, 1_795_233_370_123L);
      }

      List<String> names = new ArrayList<>();
      divide(request.bytes(), 0, request.length(), names);

      assertThat(names).as("seed %d", seed).hasSize(count);
      for (int i = 0; i < count; i++) {
        assertThat(names.get(i)).isEqualTo("m" + i);
      }
    }
  }

  private static void divide(byte[] request, int from, int to, List<String> names) {
    int middle = TimeSeriesRanges.middle(request, from, to);
    assertThat(middle).isGreaterThan(from).isLessThanOrEqualTo(to);
    if (middle == to) {
      assertThat(TimeSeriesRanges.count(request, from, to)).isEqualTo(1);
      byte[] single = java.util.Arrays.copyOfRange(request, from, to);
      WriteRequestReader.read(single, single.length)
          .forEach(sample -> names.add(sample.labels().getOrDefault(LabelSet.METRIC_NAME, "")));
    } else {
      divide(request, from, middle, names);
      divide(request, middle, to, names);
    }
  }
}
