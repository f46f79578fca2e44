package io.benchstream.cli.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.benchstream.cli.simulator.engine.EngineConfig;
import io.benchstream.cli.simulator.http.SimulatedServer;
import io.benchstream.kpi.window.KpiMerge;
import io.benchstream.local.junit.SharedParts;
import io.benchstream.local.victoriametrics.VmagentDryRun;
import io.benchstream.schemas.KpiWindow;
import io.benchstream.schemas.Phase;
import io.benchstream.schemas.Session;
import io.benchstream.schemas.SessionReport;
import io.benchstream.schemas.SessionState;
import io.benchstream.schemas.WindowStatus;
import io.benchstream.schemas.topics.Topic;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A lifecycle event becomes a target, samples, KPIs, series in VictoriaMetrics and the report of a
 * benchmark; and goes.
 */
@ExtendWith({SharedInstallation.class, SharedParts.class})
class MainPathE2eIT {
  private static final Duration SOON = Duration.ofSeconds(30);

  private final Installation installation;
  private final SimulatedServer server =
      SimulatedServer.start(EngineConfig.defaults(), "127.0.0.1", 0, Clock.systemUTC());

  MainPathE2eIT(Installation installation) {
    this.installation = installation;
    server.startLoad(8, 100, 100, 1);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void gatewayIsReady() throws Exception {
    assertThat(installation.get("/readyz").statusCode()).isEqualTo(200);
    assertThat(installation.get("/healthz").statusCode()).isEqualTo(200);
    assertThat(installation.get("/metrics").body()).contains("jvm_memory_used_bytes");
  }

  @Test
  void eventBecomesSamplesAndKpisInTheStoreAndTheReportOfItsBenchmark() throws Exception {
    Queue<KpiWindow> windows = new ConcurrentLinkedQueue<>();
    try (AutoCloseable _ =
        installation
            .session()
            .follow(
                Topic.KPIS,
                KpiWindow.class,
                Instant.now(),
                (key, window) -> {
                  if (window != null
                      && "main".equals(window.getScope().getJob())
                      && window.getKpi().equals("ttft")
                      && window.getStatus() == WindowStatus.FINAL
                      && window.getValues().containsKey("p95")) {
                    windows.add(window);
                  }
                })) {
      installation.emit("main", Phase.RUNNING, Map.of("benchmark", "true"), server.url());
      // One of two lies wholly in the session, which begins with the event.
      await().atMost(SOON.multipliedBy(2)).until(() -> windows.size() >= 2);
    }

    KpiWindow window = windows.stream().reduce((first, second) -> second).orElseThrow();
    assertThat(window.getQuality().getScrapesSeen()).isPositive();
    String kpi = "benchstream:ttft_seconds{cluster=\"lab\",job=\"main\",quantile=\"0.95\"}";
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> {
              installation.store().flush();
              OptionalDouble stored = installation.store().value(kpi, window.getWindowEnd());
              assertThat(stored).isPresent();
              assertThat(stored.getAsDouble())
                  .isCloseTo(window.getValues().get("p95"), within(1e-12));
            });
    assertThat(
            installation
                .store()
                .value(
                    "vllm:generation_tokens_total{cluster=\"lab\",job=\"main\"}",
                    window.getWindowEnd()))
        .isPresent();
    assertThat(installation.get("/api/v1/kpis?cluster=lab&job=main&kpi=ttft").body())
        .contains("\"p95\"");
    Session open = session("main").orElseThrow();
    assertThat(open.getState()).isEqualTo(SessionState.OPEN);
    installation.emit("main", Phase.COMPLETED);
    await()
        .atMost(SOON)
        .until(() -> session("main").orElseThrow().getState() == SessionState.ENDED);
    Session ended = session("main").orElseThrow();
    assertThat(ended.getId()).isEqualTo(open.getId());
    reportIsTheMergeOfTheWindowsOf(ended);
  }

  /** The job's own session, as discovery has written it. */
  private Optional<Session> session(String job) {
    AtomicReference<@Nullable Session> latest = new AtomicReference<>();
    installation
        .session()
        .readToEnd(
            Topic.SESSIONS,
            Session.class,
            Instant.EPOCH,
            (id, session) -> {
              if (session != null && session.getJobs().equals(List.of("lab/" + job))) {
                latest.set(session);
              }
            });
    return Optional.ofNullable(latest.get());
  }

  private void reportIsTheMergeOfTheWindowsOf(Session session) {
    AtomicReference<@Nullable SessionReport> told = new AtomicReference<>();
    await()
        .atMost(SOON)
        .until(
            () -> {
              installation
                  .session()
                  .readToEnd(
                      Topic.SESSION_REPORTS,
                      SessionReport.class,
                      Instant.EPOCH,
                      (id, report) -> {
                        if (id.equals(session.getId())) {
                          told.set(report);
                        }
                      });
              return told.get() != null;
            });
    SessionReport report = Objects.requireNonNull(told.get());
    assertThat(report.getWindowStart()).isBetween(session.getStart(), session.getEnd());
    assertThat(report.getWindowEnd()).isBetween(report.getWindowStart(), session.getEnd());
    assertThat(report.getTargetIds()).hasSize(1);
    assertThat(report.getOffsets()).isNotEmpty();
    assertThat(report.getKpis())
        .extracting(KpiWindow::getKpi)
        .contains("ttft", "request_throughput", "queue_depth");
    List<KpiWindow> finals = new ArrayList<>();
    installation
        .session()
        .readToEnd(
            Topic.KPIS,
            KpiWindow.class,
            session.getStart(),
            (key, window) -> {
              if (window != null
                  && window.getStatus() == WindowStatus.FINAL
                  && !window.getWindowStart().isBefore(report.getWindowStart())
                  && !window.getWindowEnd().isAfter(report.getWindowEnd())) {
                finals.add(window);
              }
            });
    for (KpiWindow kpi : report.getKpis()) {
      List<KpiWindow> parts =
          finals.stream()
              .filter(window -> window.getScope().equals(kpi.getScope()))
              .filter(window -> window.getKpi().equals(kpi.getKpi()))
              .sorted(Comparator.comparing(KpiWindow::getWindowEnd))
              .toList();
      assertThat(kpi)
          .isEqualTo(KpiMerge.merge(parts, report.getWindowStart(), report.getWindowEnd()));
    }
  }

  @Test
  void endTakesTheTargetAwayAgain(VmagentDryRun vmagent) throws Exception {
    try (SimulatedServer own =
        SimulatedServer.start(EngineConfig.defaults(), "127.0.0.1", 0, Clock.systemUTC())) {
      String address = "127.0.0.1:" + own.url().getPort();
      installation.emit("ended", Phase.RUNNING, own.url());
      await()
          .atMost(SOON)
          .until(() -> own.engine().pages() > 3 && installation.vmagentConfig().contains(address));
      assertThat(vmagent.check(Path.of(installation.state().vmagentConfig())))
          .isInstanceOf(VmagentDryRun.Verdict.Accepted.class);

      installation.emit("ended", Phase.DELETED);

      await().atMost(SOON).until(() -> !installation.vmagentConfig().contains(address));
      assertThat(vmagent.check(Path.of(installation.state().vmagentConfig())))
          .isInstanceOf(VmagentDryRun.Verdict.Accepted.class);
      // The worker hears of it on its own, sooner or later than the publisher.
      AtomicLong pages = new AtomicLong(-1);
      await()
          .atMost(SOON)
          .during(Installation.INTERVAL.multipliedBy(4))
          .until(
              () -> {
                long now = own.engine().pages();
                return pages.getAndSet(now) == now;
              });
      assertThat(installation.get("/api/v1/targets?cluster=lab&job=ended").body())
          .doesNotContain(address);
    }
  }

  @Test
  void poisonGoesToTheDeadLettersAndHoldsUpNothing() throws Exception {
    try (Installation.Letters letters = installation.letters()) {
      installation.poison(Topic.LIFECYCLE);
      installation.poison(Topic.TARGETS);
      installation.poison(Topic.SAMPLES);
      installation.poison(Topic.KPIS);
      for (Topic topic : new Topic[] {Topic.LIFECYCLE, Topic.TARGETS, Topic.SAMPLES, Topic.KPIS}) {
        String name = installation.kafka().topics().name(topic) + " ";
        await()
            .atMost(SOON)
            .untilAsserted(
                () -> assertThat(letters.poll()).anyMatch(letter -> letter.startsWith(name)));
      }
    }
    installation.emit("after-poison", Phase.RUNNING, server.url());
    String kpi =
        "last_over_time(benchstream:generation_token_throughput_tokens_per_second{cluster=\"lab\",job=\"after-poison\"}[1m])";
    await()
        .atMost(SOON)
        .until(
            () -> {
              installation.store().flush();
              return installation.store().value(kpi, Instant.now()).isPresent();
            });
    assertThat(installation.get("/readyz").statusCode()).isEqualTo(200);
    installation.emit("after-poison", Phase.COMPLETED);
  }
}
