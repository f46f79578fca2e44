package io.benchstream.benchmarks.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.benchstream.benchmarks.load.Load;
import io.benchstream.benchmarks.load.PageSet;
import io.benchstream.benchmarks.load.TestBed;
import io.benchstream.benchmarks.measure.MetricsPage;
import io.benchstream.benchmarks.measure.Subject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The peers' own words for what they scraped and sent, as today's versions spell them. */
class PeerIT {
  @Test
  void peersTellWhatTheyScrapedAndWhatTheySent() throws Exception {
    Load load = new Load(5, PageSet.of(PageSet.Shape.SERVICE, 100), Duration.ofMillis(500), false);
    try (TestBed bed = TestBed.start(load, 1)) {
      for (Peer peer : Peer.values()) {
        try (Subject subject = peer.start(bed)) {
          MetricsPage before = MetricsPage.of(subject.metrics());
          await()
              .atMost(Duration.ofMinutes(1))
              .untilAsserted(
                  () -> {
                    MetricsPage after = MetricsPage.of(subject.metrics());
                    assertThat(subject.samples(after)).as(peer.name()).isGreaterThan(5_000);
                    assertThat(subject.sentShare(before, after))
                        .as(peer.name())
                        .isBetween(0.5, 1.2);
                  });
        }
      }
    }
  }
}
