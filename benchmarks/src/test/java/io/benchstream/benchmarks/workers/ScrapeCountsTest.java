package io.benchstream.benchmarks.workers;

import static org.assertj.core.api.Assertions.assertThat;

import io.benchstream.scrape.schedule.Cadence;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScrapeCountsTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final ScrapeCounts counts = new ScrapeCounts(List.of("a", "b"), SECOND, 0);

  /** Times are from when the target is due first. */
  private void take(String target, long... times) {
    for (long time : times) {
      counts.take(target, Cadence.of(target, SECOND).phaseMillis() + time);
    }
  }

  private static ScrapeCounts.Count count(long scrapes, long lost, long doubled) {
    return new ScrapeCounts.Count(scrapes, lost, doubled);
  }

  @Test
  void whatIsOnTimeOrLateIsThere() {
    take("a", 0, 1_000, 2_700, 3_000, 4_010);
    take("b", 3, 999, 2_000, 3_999 - 3, 4_000);

    // Both are due at some time after 0 and in each second up to 5,000.
    assertThat(counts.count(5_000)).isEqualTo(count(10, 0, 0));
  }

  @Test
  void oneTooManyDoesNotMakeUpForOneTooFew() {
    take("a", 0, 10, 2_000, 3_000, 4_000);
    take("b", 0, 1_000, 2_000, 3_000, 4_000);

    assertThat(counts.count(5_000)).isEqualTo(count(10, 1, 1));
  }

  @Test
  void whatATargetLacksAtTheEndIsLost() {
    take("a", 0, 1_000, 2_000, 3_000, 4_000);
    take("b", 0, 1_000);

    assertThat(counts.count(5_000)).isEqualTo(count(7, 3, 0));
  }

  @Test
  void aTargetThatNobodySawHasLostAll() {
    take("a", 0, 1_000, 2_000, 3_000, 4_000);
    take("c", 0, 1_000);

    assertThat(counts.count(5_000)).isEqualTo(count(5, 5, 0));
  }

  @Test
  void aCountGoesOnBehindTheOneBefore() {
    take("a", 0, 1_000, 2_000, 2_010, 3_000);
    take("b", 0, 1_000, 2_000);

    assertThat(counts.count(2_000)).isEqualTo(count(4, 0, 0));
    assertThat(counts.count(4_000)).isEqualTo(count(4, 1, 1));
    assertThat(counts.count(4_000)).isEqualTo(count(0, 0, 0));
  }
}
