package io.benchstream.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.benchstream.cli.simulator.engine.CompletionRequest;
import io.benchstream.cli.simulator.engine.EngineConfig;
import io.benchstream.cli.simulator.engine.ScrapeSpan;
import io.benchstream.cli.simulator.engine.VllmEngine;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class KpiTruthTest {
  private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void everyKpiOfTheJobHasATruthForEachOfItsStats() {
    VllmEngine engine = new VllmEngine(EngineConfig.defaults(), T0);
    List<ScrapeSpan> scrapes = new ArrayList<>();
    for (int second = 0; second <= 20; second++) {
      for (int i = 0; i < 10; i++) {
        engine.submit(second * 1_000_000_000L, new CompletionRequest(0, 100, false), done -> {});
      }
      scrapes.add(new ScrapeSpan(T0.plusSeconds(second), T0.plusSeconds(second)));
      engine.page(second * 1_000_000_000L, T0.plusSeconds(second));
    }
    KpiTruth truth =
        new KpiTruth(
            engine.truth(scrapes, T0, T0.plusSeconds(20)).orElseThrow(),
            List.of(
                engine.truth(scrapes, T0, T0.plusSeconds(10)).orElseThrow(),
                engine.truth(scrapes, T0.plusSeconds(10), T0.plusSeconds(20)).orElseThrow()),
            Duration.ofSeconds(20));

    for (String kpi : DemoKpis.OF_JOB) {
      List<String> stats =
          switch (kpi) {
            case "requests_running", "queue_depth", "kv_cache_usage" ->
                List.of("min", "avg", "max", "last");
            case "request_throughput", "prompt_token_throughput", "generation_token_throughput" ->
                List.of("value");
            default -> List.of("p50", "p95", "p99", "mean");
          };
      for (String stat : stats) {
        assertThat(truth.value(kpi, stat)).as(kpi + " " + stat).isPresent();
      }
    }
    assertThat(truth.value("node_cpu_usage", "value")).isEmpty();
    assertThat(truth.value("request_throughput", "value").getAsDouble()).isBetween(5.0, 16.0);
    assertThat(truth.value("requests_running", "avg").getAsDouble()).isBetween(10.0, 16.0);
  }
}
