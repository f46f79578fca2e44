package io.benchstream.benchmarks.plan;

import java.util.ArrayList;
import java.util.List;

/** Something that grows while all else stays as it is. */
public enum Axis {
  TARGETS("targets", "worker", "100 1000 10000"),
  SERIES("series", "worker", "100 300 1000 3000"),
  INTERVAL("interval", "worker", "60s 15s 1s"),
  RECIPES("recipes", "aggregator", "10 53 212"),
  SESSIONS("sessions", "aggregator", "0 10 100");

  private static final String HEAP = "-Xms32m -Xmx1g -XX:+UseSerialGC";
  private static final String SCRAPE_TARGETS = "500";
  private static final String SERIES_ON_A_PAGE = "300";
  private static final String SCRAPE_INTERVAL = "15s";

  private final String label;
  private final String program;
  private final String points; // immutable, as an enum has to be

  Axis(String label, String program, String points) {
    this.label = label;
    this.program = program;
    this.points = points;
  }

  /** What grows. */
  public String label() {
    return label;
  }

  /** The program that is measured. */
  public String program() {
    return program;
  }

  /** What it grows to, as options spell it. */
  public List<String> points() {
    return List.of(points.split(" ", -1));
  }

  /** The measurement of one value. Where two axes meet it is the same. */
  public String stepName(String value) {
    return program.equals("worker")
        ? "growth-%s-targets-%s-series-%s".formatted(targets(value), series(value), interval(value))
        : "growth-%s-%s".formatted(label, value);
  }

  /** One step for each value. */
  List<Step> steps() {
    List<Step> steps = new ArrayList<>();
    for (String value : points()) {
      boolean worker = program.equals("worker");
      steps.add(
          new Step(
              stepName(value),
              "growth",
              worker ? "scrape" : "aggregator",
              worker ? scrape(value) : aggregate(value),
              // A worker writes keyframes once a minute: a whole cycle, or two scrapes.
              List.of(
                  "--warm-up",
                  "45s",
                  "--measure",
                  value.equals("60s") ? "2m" : worker ? "60s" : "30s"),
              List.of("--warm-up", "20s", "--measure", value.equals("60s") ? "60s" : "30s")));
    }
    return steps;
  }

  private List<String> scrape(String value) {
    return List.of(
        "--targets",
        targets(value),
        "--series",
        series(value),
        "--interval",
        interval(value),
        "--distinct",
        "--peers",
        "none",
        "--worker-options",
        HEAP);
  }

  private String targets(String value) {
    return this == TARGETS ? value : SCRAPE_TARGETS;
  }

  private String series(String value) {
    return this == SERIES ? value : SERIES_ON_A_PAGE;
  }

  private String interval(String value) {
    return this == INTERVAL ? value : SCRAPE_INTERVAL;
  }

  private List<String> aggregate(String value) {
    List<String> arguments =
        new ArrayList<>(
            List.of("--targets", "100", "--series", SERIES_ON_A_PAGE, "--" + label, value));
    if (this == SESSIONS) {
      arguments.addAll(List.of("--reports-every", "10s"));
    }
    arguments.addAll(List.of("--aggregator-options", HEAP));
    return arguments;
  }
}
