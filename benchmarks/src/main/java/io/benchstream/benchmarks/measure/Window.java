package io.benchstream.benchmarks.measure;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A measurement of several programs over the same time: what each says before and after. */
public final class Window {
  private static final Duration STEP = Duration.ofSeconds(1);

  private final List<? extends Subject> subjects;
  private final List<Probe> probes;
  private final Idle idle;
  private final boolean collects;
  private final Map<String, Long> peaks = new HashMap<>();

  /** What the measuring thread does from one look at the memory to the next. */
  @FunctionalInterface
  public interface Idle {
    void spend(Duration length) throws InterruptedException;
  }

  public Window(List<? extends Subject> subjects, List<Probe> probes) {
    this(subjects, probes, Thread::sleep);
  }

  public Window(List<? extends Subject> subjects, List<Probe> probes, Idle idle) {
    this(subjects, probes, idle, true);
  }

  private Window(
      List<? extends Subject> subjects, List<Probe> probes, Idle idle, boolean collects) {
    this.subjects = List.copyOf(subjects);
    this.probes = List.copyOf(probes);
    this.idle = idle;
    this.collects = collects;
  }

  /** One that leaves the heaps as they are, for programs that are measured again. */
  public static Window undisturbed(List<? extends Subject> subjects) {
    return new Window(subjects, List.of(), Thread::sleep, false);
  }

  /** All that is known of a program at one moment. */
  private record Reading(ProcessUsage usage, ThreadUsage threads, MetricsPage page) {
    static Reading of(Subject subject) throws IOException, InterruptedException {
      // The page last: to make it costs the program something.
      ProcessUsage usage = ProcessUsage.of(subject.pid());
      return new Reading(usage, ThreadUsage.of(subject.pid()), MetricsPage.of(subject.metrics()));
    }
  }

  /** Measures for so long; by the programs' names. */
  public Map<String, Observation> observe(Duration length)
      throws IOException, InterruptedException {
    List<Reading> before = read();
    Map<String, Double> first = probe();
    long end = System.nanoTime() + length.toNanos();
    while (System.nanoTime() < end) {
      idle.spend(STEP);
      for (Subject subject : subjects) {
        peaks.merge(subject.name(), ProcessUsage.of(subject.pid()).residentBytes(), Math::max);
      }
    }
    List<Reading> after = read();
    Map<String, Double> grown = probe();
    grown.replaceAll((name, last) -> last - first.getOrDefault(name, 0.0));
    Map<String, Observation> observed = new LinkedHashMap<>();
    for (int i = 0; i < subjects.size(); i++) {
      Subject subject = subjects.get(i);
      observed.put(
          subject.name(), observation(subject, before.get(i), after.get(i), Map.copyOf(grown)));
    }
    return observed;
  }

  private List<Reading> read() throws IOException, InterruptedException {
    List<Reading> readings = new ArrayList<>();
    for (Subject subject : subjects) {
      readings.add(Reading.of(subject));
    }
    return readings;
  }

  private Map<String, Double> probe() throws IOException, InterruptedException {
    Map<String, Double> values = new HashMap<>();
    for (Probe probe : probes) {
      values.put(probe.name(), probe.reading().read());
    }
    return values;
  }

  private Observation observation(
      Subject subject, Reading before, Reading after, Map<String, Double> grown)
      throws IOException, InterruptedException {
    return new Observation(
        subject.name(),
        after.usage.secondsSince(before.usage),
        subject.samples(after.page) - subject.samples(before.page),
        subject.sentShare(before.page, after.page),
        after.usage.cpuMicrosSince(before.usage),
        after.threads.compilerMicrosSince(before.threads),
        peaks.getOrDefault(subject.name(), after.usage.residentBytes()),
        collects ? subject.liveHeapBytes() : 0,
        before.page,
        after.page,
        grown,
        after.threads.since(before.threads));
  }
}
