package io.benchstream.cli.demo;

import io.benchstream.aggregator.recipe.RecipeLoader;
import io.benchstream.cli.connection.KafkaSession;
import io.benchstream.cli.console.CommandFailure;
import io.benchstream.cli.console.Console;
import io.benchstream.cli.console.Interruption;
import io.benchstream.cli.console.Numbers;
import io.benchstream.cli.console.Style;
import io.benchstream.cli.demo.DemoReport.Section;
import io.benchstream.cli.installation.LocalState;
import io.benchstream.cli.simulator.engine.ScrapeSpan;
import io.benchstream.cli.simulator.engine.Truth;
import io.benchstream.cli.store.StoreClient;
import io.benchstream.schemas.Endpoint;
import io.benchstream.schemas.KpiWindow;
import io.benchstream.schemas.LifecycleEvent;
import io.benchstream.schemas.Phase;
import io.benchstream.schemas.Scrape;
import io.benchstream.schemas.topics.ResourceKeys;
import io.benchstream.schemas.topics.TargetIds;
import io.benchstream.schemas.topics.Topic;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** One benchmark from the first event to its figures. */
final class DemoRun {
  private static final Duration FIRST_SAMPLE_WITHIN = Duration.ofSeconds(30);
  private static final Duration WINDOWS_WITHIN = Duration.ofSeconds(60);
  private static final Duration STORED_WITHIN = Duration.ofSeconds(30);
  private static final Duration TICK = Duration.ofMillis(250);
  private static final DateTimeFormatter JOB_TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

  private final LocalState installation;
  private final DemoScene scene;
  private final KafkaSession session;
  private final Interruption interruption;
  private final Console console;
  private final Clock clock;
  private final String job;
  private final DemoFeed feed;

  DemoRun(
      LocalState installation,
      DemoScene scene,
      KafkaSession session,
      Interruption interruption,
      Console console,
      Clock clock) {
    this.installation = installation;
    this.scene = scene;
    this.session = session;
    this.interruption = interruption;
    this.console = console;
    this.clock = clock;
    this.job = "bench-" + JOB_TIME.format(clock.instant());
    this.feed = new DemoFeed(job, targetId(scene.jobEndpoints().getFirst()));
  }

  /**
   * Runs the benchmark.
   *
   * @return empty where Ctrl-C ended it early
   */
  Optional<DemoOutcome> run(Duration duration) throws Exception {
    Instant began = clock.instant();
    Instant announced;
    try (AutoCloseable _ =
            session.follow(Topic.KPIS, KpiWindow.class, began, (key, kpi) -> feed.kpi(kpi));
        AutoCloseable _ =
            session.follow(
                Topic.SAMPLES,
                Scrape.class,
                began,
                (key, scrape) -> feed.scrape(scrape, clock.instant()))) {
      emit(DemoEvents.cluster(Phase.RUNNING, clock.instant(), scene.clusterEndpoints()));
      announced = clock.instant();
      emit(DemoEvents.job(job, Phase.RUNNING, announced, scene.jobEndpoints()));
      awaitFirstSample();
      scene.startLoad();
      Instant end = watch(duration);
      emit(DemoEvents.job(job, Phase.COMPLETED, clock.instant(), List.of()));
      if (interruption.requested()) {
        return Optional.empty();
      }
      Instant lastWindowEnd = awaitWindows(end);
      return Optional.of(outcome(announced, lastWindowEnd));
    }
  }

  /** Takes the demo's cluster away, and its targets with it. */
  void remove() {
    emit(DemoEvents.cluster(Phase.DELETED, clock.instant(), List.of()));
  }

  private void emit(LifecycleEvent event) {
    session.send(Topic.LIFECYCLE, ResourceKeys.of(event.getCluster(), event.getJob()), event);
  }

  private void awaitFirstSample() {
    Instant deadline = clock.instant().plus(FIRST_SAMPLE_WITHIN);
    while (feed.firstScrapeHeardAt().isEmpty()) {
      if (interruption.await(Duration.ofMillis(20))) {
        return;
      }
      if (clock.instant().isAfter(deadline)) {
        throw new CommandFailure(
            "no sample of the job's target came within %d s; see `benchstream targets list`, and benchstream.log in the data directory"
                .formatted(FIRST_SAMPLE_WITHIN.toSeconds()));
      }
    }
  }

  /** Shows what comes in; returns when the time is over. */
  private Instant watch(Duration duration) {
    Instant start = clock.instant();
    Instant end = start.plus(duration);
    while (clock.instant().isBefore(end) && !interruption.await(TICK)) {
      Duration passed = Duration.between(start, clock.instant());
      console.status(progress(passed, duration));
    }
    console.clearStatus();
    return clock.instant();
  }

  private String progress(Duration passed, Duration whole) {
    int width = 20;
    int done = Math.clamp(width * passed.toMillis() / whole.toMillis(), 0, width);
    StringBuilder text = new StringBuilder("  ");
    text.append(console.style(Style.CYAN, "█".repeat(done)))
        .append(console.style(Style.DIM, "░".repeat(width - done)))
        .append(" %d of %d s".formatted(passed.toSeconds(), whole.toSeconds()))
        .append("  %s requests".formatted(Numbers.count(scene.server().loadCounts().completed())))
        .append("  %d targets".formatted(feed.targets()))
        .append("  %s samples".formatted(Numbers.count(feed.samples())));
    latest(text, "  %s requests/s", "request_throughput", "value");
    latest(text, "  TTFT p95 %s s", "ttft", "p95");
    latest(text, "  queue %s", "queue_depth", "last");
    return text.toString();
  }

  private void latest(StringBuilder text, String format, String kpi, String stat) {
    feed.latest(kpi, stat)
        .ifPresent(value -> text.append(format.formatted(Numbers.significant(value))));
  }

  /** Waits until the last whole window before the end is final for every KPI; returns its end. */
  private Instant awaitWindows(Instant end) {
    Instant deadline = clock.instant().plus(WINDOWS_WITHIN);
    while (clock.instant().isBefore(deadline)) {
      Optional<Duration> length = feed.windowLength();
      if (length.isPresent()) {
        Instant last = floor(end, length.get());
        if (feed.complete(job, DemoKpis.OF_JOB, last)
            && feed.complete(DemoKpis.MACHINE, DemoKpis.OF_MACHINE, last)) {
          console.clearStatus();
          return last;
        }
      }
      console.status("  Waiting for the last window to close ...");
      if (interruption.await(TICK)) {
        break;
      }
    }
    console.clearStatus();
    return floor(end, feed.windowLength().orElse(Duration.ofSeconds(1)));
  }

  private static Instant floor(Instant time, Duration unit) {
    return Instant.ofEpochMilli(
        Math.floorDiv(time.toEpochMilli(), unit.toMillis()) * unit.toMillis());
  }

  private DemoOutcome outcome(Instant announced, Instant end) {
    List<ScrapeSpan> scrapes = feed.scrapes();
    Duration length = feed.windowLength().orElse(Duration.ofSeconds(1));
    // The first whole window behind the first scrape, which is the baseline of the counters.
    Instant start =
        scrapes.isEmpty() ? end : floor(scrapes.getFirst().start(), length).plus(length);
    try (StoreClient store = new StoreClient(URI.create(installation.storeUrl()))) {
      awaitStored(store, scrapes, end);
      DemoReport report = new DemoReport(new RecipeLoader().defaults(), start, end, store::value);
      Optional<KpiTruth> truth = truth(scrapes, start, end, length);
      List<Section> ofJob =
          report.sections(
              DemoKpis.OF_JOB,
              feed.finalWindows(job),
              "cluster=\"%s\",job=\"%s\"".formatted(DemoEvents.CLUSTER, job),
              (kpi, stat) ->
                  truth.map(known -> known.value(kpi, stat)).orElse(OptionalDouble.empty()));
      List<Section> ofMachine =
          report.sections(
              DemoKpis.OF_MACHINE,
              feed.finalWindows(DemoKpis.MACHINE),
              "cluster=\"%s\",job=\"%s\"".formatted(DemoEvents.CLUSTER, DemoKpis.MACHINE),
              (kpi, stat) -> OptionalDouble.empty());
      return new DemoOutcome(
          installation,
          job,
          start,
          end,
          ofJob,
          ofMachine,
          feed.firstScrapeHeardAt().map(heard -> Duration.between(announced, heard)),
          scene.server().loadCounts().completed(),
          feed.samples(),
          feed.targets());
    }
  }

  /** Waits until the store has the last page of the benchmark: it comes to it on its own way. */
  private void awaitStored(StoreClient store, List<ScrapeSpan> scrapes, Instant end) {
    String newest =
        "min(tlast_over_time({__name__=~\"vllm:.+\",cluster=\"%s\",job=\"%s\"}[1m]))"
            .formatted(DemoEvents.CLUSTER, job);
    double wanted =
        scrapes.stream()
            .map(ScrapeSpan::start)
            .filter(start -> !start.isAfter(end))
            .mapToLong(Instant::toEpochMilli)
            .max()
            .orElse(0);
    Instant deadline = clock.instant().plus(STORED_WITHIN);
    while (true) {
      store.flush();
      if (Math.round(store.value(newest, end).orElse(0) * 1000) >= wanted) {
        return;
      }
      if (clock.instant().isAfter(deadline)) {
        console.note(
            "VictoriaMetrics has not got the last samples within %d s; its figures may be older"
                .formatted(STORED_WITHIN.toSeconds()));
        return;
      }
      if (interruption.await(TICK)) {
        return;
      }
    }
  }

  private Optional<KpiTruth> truth(
      List<ScrapeSpan> scrapes, Instant start, Instant end, Duration length) {
    List<Truth> windows = new ArrayList<>();
    for (Instant from = start; from.isBefore(end); from = from.plus(length)) {
      scene.server().engine().truth(scrapes, from, from.plus(length)).ifPresent(windows::add);
    }
    return scene
        .server()
        .engine()
        .truth(scrapes, start, end)
        .map(span -> new KpiTruth(span, windows, Duration.between(start, end)));
  }

  private String targetId(Endpoint endpoint) {
    return TargetIds.of(
        DemoEvents.CLUSTER, job, endpoint.getAddress(), endpoint.getPath(), endpoint.getParams());
  }
}
