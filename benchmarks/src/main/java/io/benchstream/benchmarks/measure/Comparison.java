package io.benchstream.benchmarks.measure;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Measures several sides on the same work: all at the same time, or one after the other. */
public final class Comparison {
  private final List<Side> sides;
  private final List<Probe> probes;
  private final Duration length;
  private final Progress progress;

  /**
   * @param probes what else is to be read with each measurement
   * @param length of a measurement
   */
  public Comparison(List<Side> sides, List<Probe> probes, Duration length, Progress progress) {
    this.sides = List.copyOf(sides);
    this.probes = List.copyOf(probes);
    this.length = length;
    this.progress = progress;
  }

  /** All sides run and are measured over the same time. */
  public Map<String, Observation> together() throws IOException, InterruptedException {
    // The first side's: what is compiled needs the longest.
    Duration warmUp = sides.getFirst().warmUp();
    return measure("all", sides, warmUp);
  }

  /** Each side has the machine for itself, one after the other. */
  public Map<String, Observation> oneByOne() throws IOException, InterruptedException {
    Map<String, Observation> observed = new LinkedHashMap<>();
    for (Side side : sides) {
      observed.putAll(measure(side.name(), List.of(side), side.warmUp()));
    }
    return observed;
  }

  private Map<String, Observation> measure(String what, List<Side> running, Duration warmUp)
      throws IOException, InterruptedException {
    try (Parts parts = new Parts()) {
      List<Subject> subjects = new ArrayList<>();
      for (Side side : running) {
        for (Side.Program program : side.programs()) {
          subjects.add(parts.add(program.start()));
        }
      }
      WarmUp.of(what, subjects, warmUp, progress);
      progress.line("%s: measuring for %d s".formatted(what, length.toSeconds()));
      return new Window(subjects, probes).observe(length);
    }
  }
}
