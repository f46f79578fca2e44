package io.benchstream.benchmarks.guard;

import io.benchstream.benchmarks.load.Load;
import io.benchstream.benchmarks.load.PageSet;
import io.benchstream.benchmarks.load.TestBed;
import io.benchstream.benchmarks.measure.Observation;
import io.benchstream.benchmarks.measure.Parts;
import io.benchstream.benchmarks.measure.Progress;
import io.benchstream.benchmarks.measure.Subject;
import io.benchstream.benchmarks.measure.WarmUp;
import io.benchstream.benchmarks.measure.Window;
import io.benchstream.benchmarks.peer.Peer;
import io.benchstream.benchmarks.service.Services;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The stages at work, and vmagent beside them. */
final class GuardedStages implements AutoCloseable {
  private static final int SERIES = 1_000;

  /** Below this share of what is offered a stage does not keep up, and its ratio says nothing. */
  private static final double LEAST_SHARE = 0.7;

  private static final List<String> OPTIONS =
      List.of("-Xms192m", "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

  private final TestBed bed;
  private final Parts parts = new Parts();
  private final List<Subject> subjects = new ArrayList<>();

  private GuardedStages(TestBed bed) {
    this.bed = parts.add(bed);
  }

  static GuardedStages start(int targets) throws IOException {
    PageSet pages = PageSet.of(PageSet.Shape.VLLM, SERIES);
    GuardedStages stages =
        new GuardedStages(TestBed.start(new Load(targets, pages, Duration.ofSeconds(1), false)));
    try {
      stages.startAll();
      return stages;
    } catch (IOException | RuntimeException e) {
      try (stages) {
        throw e;
      }
    }
  }

  private void startAll() throws IOException {
    add(Services.aggregator(bed.directory("aggregator"), bed.kafka(), null, SERIES, OPTIONS));
    add(
        Services.publisher(
            bed.directory("publisher"), bed.kafka(), bed.server().sink(), "prometheus", OPTIONS));
    add(Services.worker("worker", bed.directory("worker"), bed.kafka(), OPTIONS));
    bed.writeTargets();
    add(Peer.vmagent.start(bed));
  }

  private void add(Subject subject) {
    subjects.add(parts.add(subject));
  }

  void warmUp(Duration length, Progress progress) throws IOException, InterruptedException {
    WarmUp.of("all", subjects, length, progress);
  }

  /**
   * One look: the CPU of each program for a sample, µs, and vmagent's over the same time. A stage
   * that does not keep up is left out.
   */
  Map<Stage, Cost> costs(Duration length) throws IOException, InterruptedException {
    Map<String, Observation> seen = Window.undisturbed(subjects).observe(length);
    Map<Stage, Cost> costs = new EnumMap<>(Stage.class);
    Observation unit = seen.get("vmagent");
    for (Stage stage : Stage.values()) {
      Observation observed = seen.get(stage.program());
      if (observed != null && unit != null && keepsUp(observed) && keepsUp(unit)) {
        costs.put(stage, new Cost(observed.microsPerSample(), unit.microsPerSample()));
      }
    }
    return costs;
  }

  private boolean keepsUp(Observation observed) {
    double share = observed.samples() / observed.seconds() / bed.load().samplesPerSecond();
    if (share < LEAST_SHARE) {
      System.err.printf(
          "%s handles only %.0f %% of the samples%n", observed.subject(), 100 * share);
    }
    return share >= LEAST_SHARE;
  }

  @Override
  public void close() {
    parts.close();
  }
}
