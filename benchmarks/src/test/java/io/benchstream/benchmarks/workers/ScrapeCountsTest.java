package io.benchstream.benchmarks.workers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScrapeCountsTest {
  private final ScrapeCounts counts = new ScrapeCounts(1_000);

  private ScrapeCounts.Count count(long... times) {
    for (long time : times) {
      counts.take("a", time);
    }
    return counts.count();
  }

  @Test
  void whatIsOnTimeOrLateIsThere() {
    assertThat(count(0, 1_000, 2_700, 3_000, 4_010)).isEqualTo(new ScrapeCounts.Count(4, 0, 0));
  }

  @Test
  void oneTooFewIsLostAndOneTooManyIsDoubled() {
    assertThat(count(0, 1_000, 3_000, 4_000)).isEqualTo(new ScrapeCounts.Count(3, 1, 0));
    assertThat(count(5_000, 5_020, 6_000)).isEqualTo(new ScrapeCounts.Count(3, 0, 1));
  }

  @Test
  void aCountGoesOnBehindTheOneBefore() {
    count(0, 1_000);

    assertThat(count(4_000)).isEqualTo(new ScrapeCounts.Count(1, 2, 0));
    assertThat(count()).isEqualTo(new ScrapeCounts.Count(0, 0, 0));
  }

  @Test
  void targetsAreCountedEachForItself() {
    counts.take("b", 500);
    counts.take("b", 3_500);

    assertThat(count(0, 1_000, 1_010)).isEqualTo(new ScrapeCounts.Count(3, 2, 1));
  }
}
