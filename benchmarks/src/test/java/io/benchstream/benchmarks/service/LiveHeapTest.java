package io.benchstream.benchmarks.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.benchstream.benchmarks.measure.MetricsPage;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class LiveHeapTest {
  private static MetricsPage page(int collections, long live) {
    return MetricsPage.of(
        """
        jvm_gc_pause_seconds_count{action="end of minor GC",cause="Allocation Failure",gc="Copy"} 9
        jvm_gc_pause_seconds_count{action="end of major GC",cause="Diagnostic Command",gc="MSC"} %d
        jvm_gc_live_data_size_bytes %d
        jvm_memory_used_bytes{area="heap",id="Eden Space"} 70000000
        """
            .formatted(collections, live)
            .getBytes(UTF_8));
  }

  @Test
  void waitsForTheCollectionThatWasAskedFor() throws Exception {
    Deque<MetricsPage> pages =
        new ArrayDeque<>(List.of(page(1, 50_000_000), page(1, 50_000_000), page(2, 40_000_000)));

    double live = LiveHeap.await(page(1, 50_000_000), () -> Objects.requireNonNull(pages.poll()));

    assertThat(live).isEqualTo(40_000_000);
  }

  @Test
  void aCollectionThatDoesNotShowIsNoFigure() throws Exception {
    assertThat(LiveHeap.await(page(1, 50_000_000), () -> page(1, 50_000_000))).isZero();
  }
}
