package io.benchstream.gateway.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.benchstream.gateway.artifact.SampleSession;
import io.benchstream.schemas.KpiWindow;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class KpiFeedTest {
  private static final LatestKpis.Filter TTFT =
      new LatestKpis.Filter(null, null, "ttft", null, null, Instant.EPOCH);

  private final List<KpiWindow> ttft =
      SampleSession.windows().stream().filter(window -> window.getKpi().equals("ttft")).toList();

  @Test
  void whoTakesTooSlowlyLosesTheOldestAndIsTold() {
    KpiFeed feed = new KpiFeed(1, 3);
    AtomicInteger woken = new AtomicInteger();
    try (KpiFeed.Subscription slow = feed.listen(TTFT, woken::incrementAndGet).orElseThrow()) {
      SampleSession.windows().subList(0, 15 * 5).forEach(feed::put);

      assertThat(woken).hasValue(5);
      assertThat(slow.takeDropped()).isEqualTo(2);
      assertThat(slow.takeDropped()).isZero();
      assertThat(List.of(take(slow), take(slow), take(slow))).isEqualTo(ttft.subList(2, 5));
      assertThat(slow.poll()).isNull();
    }
  }

  private static KpiWindow take(KpiFeed.Subscription subscription) {
    KpiWindow window = subscription.poll();
    assertThat(window).isNotNull();
    return window;
  }

  @Test
  void onlySoManyListen() {
    KpiFeed feed = new KpiFeed(1, 3);
    KpiFeed.Subscription first = feed.listen(TTFT, () -> {}).orElseThrow();
    assertThat(feed.listen(TTFT, () -> {})).isEmpty();
    first.close();
    feed.put(ttft.getFirst());
    assertThat(first.poll()).isNull();
    assertThat(feed.listen(TTFT, () -> {})).isPresent();
  }
}
