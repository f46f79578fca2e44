package io.benchstream.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.benchstream.cli.simulator.engine.ScrapeSpan;
import io.benchstream.schemas.KpiPartial;
import io.benchstream.schemas.KpiQuality;
import io.benchstream.schemas.KpiScope;
import io.benchstream.schemas.KpiType;
import io.benchstream.schemas.KpiWindow;
import io.benchstream.schemas.Scrape;
import io.benchstream.schemas.ScrapeOutcome;
import io.benchstream.schemas.WindowStatus;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DemoFeedTest {
  private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");

  private final DemoFeed feed = new DemoFeed("j", "target");

  private static KpiWindow window(String cluster, String job, WindowStatus status) {
    return KpiWindow.newBuilder()
        .setScope(KpiScope.newBuilder().setCluster(cluster).setJob(job).build())
        .setKpi("ttft")
        .setType(KpiType.HISTOGRAM)
        .setUnit("seconds")
        .setWindowStart(T0)
        .setWindowEnd(T0.plusSeconds(5))
        .setValues(Map.of("p95", 0.5))
        .setQuality(
            KpiQuality.newBuilder().setScrapesSeen(1).setScrapesExpected(1).setTargetsUp(1).build())
        .setStatus(status)
        .setRecipeVersion("1")
        .setPartial(KpiPartial.newBuilder().setDurationMs(5000).build())
        .build();
  }

  private static Scrape scrape(String target, ScrapeOutcome outcome, int part) {
    return Scrape.newBuilder()
        .setTargetId(target)
        .setOwner("w")
        .setEpoch(1)
        .setScrapeTime(T0)
        .setDurationSeconds(0.1)
        .setOutcome(outcome)
        .setSeriesSetId(0)
        .setValues(ByteBuffer.allocate(0))
        .setSamplesPostRelabeling(10)
        .setPart(part)
        .build();
  }

  @Test
  void keepsFinalWindowsOfItsScopesOnly() {
    feed.kpi(window("demo", "j", WindowStatus.PROVISIONAL));
    assertThat(feed.latest("ttft", "p95")).contains(0.5);
    assertThat(feed.finalWindows("j")).isEmpty();
    assertThat(feed.windowLength()).isEmpty();

    feed.kpi(window("demo", "j", WindowStatus.FINAL));
    feed.kpi(window("demo", "node", WindowStatus.FINAL));
    feed.kpi(window("demo", "older", WindowStatus.FINAL));
    feed.kpi(window("other", "j", WindowStatus.FINAL));

    assertThat(feed.finalWindows("j")).hasSize(1);
    assertThat(feed.finalWindows("node")).hasSize(1);
    assertThat(feed.windowLength()).contains(Duration.ofSeconds(5));
    assertThat(feed.complete("j", List.of("ttft"), T0.plusSeconds(5))).isTrue();
    assertThat(feed.complete("j", List.of("ttft", "itl"), T0.plusSeconds(5))).isFalse();
    assertThat(feed.complete("j", List.of("ttft"), T0.plusSeconds(10))).isFalse();
  }

  @Test
  void countsScrapesAndNotTheirParts() {
    feed.scrape(scrape("target", ScrapeOutcome.TIMEOUT, 0), T0);
    assertThat(feed.firstScrapeHeardAt()).isEmpty();
    feed.scrape(scrape("other", ScrapeOutcome.SUCCESS, 0), T0);
    feed.scrape(scrape("target", ScrapeOutcome.SUCCESS, 0), T0.plusSeconds(1));
    feed.scrape(scrape("target", ScrapeOutcome.SUCCESS, 1), T0.plusSeconds(2));

    assertThat(feed.samples()).isEqualTo(20);
    assertThat(feed.targets()).isEqualTo(2);
    assertThat(feed.scrapes()).containsExactly(new ScrapeSpan(T0, T0.plusMillis(103)));
    assertThat(feed.firstScrapeHeardAt()).contains(T0.plusSeconds(1));
  }
}
