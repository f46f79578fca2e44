package io.benchstream.gateway.collect;

import static org.assertj.core.api.Assertions.assertThat;

import io.benchstream.gateway.artifact.SampleSession;
import io.benchstream.gateway.view.LatestKpis;
import io.benchstream.gateway.view.Page;
import io.benchstream.schemas.KpiWindow;
import io.benchstream.schemas.WindowStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KpiPastTest {
  private static final LatestKpis.Filter ALL =
      new LatestKpis.Filter(null, null, null, null, null, Instant.EPOCH);

  @Test
  void pagesHoldEveryWindowOnceInOrder() {
    List<KpiWindow> written = new ArrayList<>(SampleSession.windows().subList(0, 150));
    written.addAll(provisional());
    Collections.shuffle(written, new Random(3));
    KpiPast past = new KpiPast((scopes, from, to, sink) -> copies(written).forEach(sink));

    List<KpiWindow> read = new ArrayList<>();
    String after = null;
    do {
      Page<KpiWindow> page = past.find(ALL, "c/j", Instant.EPOCH, Instant.MAX, after, 7);
      assertThat(page.items()).hasSizeLessThanOrEqualTo(7);
      read.addAll(page.items());
      after = page.next().orElse(null);
    } while (after != null);

    assertThat(read).hasSize(150).allMatch(window -> window.getStatus() == WindowStatus.FINAL);
    assertThat(read).extracting(KpiWindow::getWindowEnd).isSorted();
    assertThat(read).allMatch(window -> window.getPartial().getBuckets().isEmpty());
  }

  /** A window is told provisionally before it is final. */
  private static List<KpiWindow> provisional() {
    return SampleSession.windows().subList(0, 30).stream()
        .map(window -> KpiWindow.newBuilder(window).setStatus(WindowStatus.PROVISIONAL).build())
        .toList();
  }

  private static List<KpiWindow> copies(List<KpiWindow> windows) {
    return windows.stream().map(window -> KpiWindow.newBuilder(window).build()).toList();
  }
}
