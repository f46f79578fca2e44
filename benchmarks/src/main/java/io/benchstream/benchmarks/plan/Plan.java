package io.benchstream.benchmarks.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** All measurements, in the order in which they are made. */
public final class Plan {
  /** Worker and publisher, and their peers, at 100,000 and 500,000 samples a second. */
  public static final String PUBLISHER_LOW = "publisher-100k";

  public static final String PUBLISHER_HIGH = "publisher-500k";
  public static final String AGGREGATOR = "aggregator";
  public static final String WORKERS = "workers";
  public static final String EVENTS = "events";
  public static final String STORED = "stored";
  public static final String JMH = "jmh";

  /** The usual load on worker and vmagent, which two cores can do at the same time. */
  public static final String SAME_MINUTE = "scrape-same-minute";

  /** 10,000 targets of 300 series, every 15 seconds, on one worker. */
  public static final String TEN_THOUSAND = "ten-thousand-targets";

  /** Until the compilers are done. */
  private static final List<String> SETTLED = List.of("--warm-up", "12m", "--measure", "60s");

  /** Where there is a goal for CPU: what the compilers take falls with the inverse of time. */
  private static final List<String> LONG = List.of("--warm-up", "4m", "--measure", "60s");

  private static final List<String> WHOLE = List.of("--warm-up", "2m", "--measure", "45s");

  /** Where few scrapes are made: one more or less must not count. */
  private static final List<String> SELDOM = List.of("--warm-up", "2m", "--measure", "2m");

  private static final List<String> QUICK = List.of("--warm-up", "30s", "--measure", "20s");

  private final List<Step> steps;

  private Plan(List<Step> steps) {
    this.steps = List.copyOf(steps);
  }

  /**
   * The plan.
   *
   * @param fullMatrix whether every combination of rate, page, values and compression is measured
   */
  public static Plan of(boolean fullMatrix) {
    List<Step> steps = new ArrayList<>();
    for (Scenario scenario : Scenario.all()) {
      if (fullMatrix || scenario.essential()) {
        steps.add(
            new Step(
                scenario.name(), "scrape", "scrape", scenario.arguments(), times(scenario), QUICK));
      }
    }
    steps.add(
        new Step(
            SAME_MINUTE,
            "scrape",
            "scrape",
            List.of("--rate", "500000", "--peers", "vmagent"),
            SETTLED,
            QUICK));
    steps.add(
        new Step(
            TEN_THOUSAND,
            "scrape",
            "scrape",
            List.of(
                "--targets",
                "10000",
                "--series",
                "300",
                "--interval",
                "15s",
                "--distinct",
                "--peers",
                "none"),
            List.of("--warm-up", "2m", "--measure", "60s"),
            List.of("--warm-up", "45s", "--measure", "30s")));
    for (JvmChoice choice : JvmChoice.values()) {
      steps.add(choice.step());
    }
    String peers = "vmagent,prometheus";
    steps.add(
        new Step(
            PUBLISHER_LOW,
            "publisher",
            "publisher",
            List.of("--rate", "100000", "--peers", peers),
            LONG,
            QUICK));
    steps.add(
        new Step(
            PUBLISHER_HIGH,
            "publisher",
            "publisher",
            List.of("--rate", "500000", "--peers", peers, "--one-by-one"),
            LONG,
            QUICK));
    steps.add(new Step(AGGREGATOR, "aggregator", "aggregator", List.of(), LONG, QUICK));
    for (Axis axis : Axis.values()) {
      axis.steps().stream().filter(step -> !steps.contains(step)).forEach(steps::add);
    }
    steps.add(
        new Step(
            WORKERS,
            "workers",
            "workers",
            List.of("--targets", "500", "--series", "300"),
            List.of("--warm-up", "2m", "--measure", "60s"),
            List.of("--warm-up", "10s", "--measure", "10s")));
    steps.add(
        new Step(
            EVENTS,
            "latency",
            "events",
            List.of(),
            List.of("--events", "500"),
            List.of("--events", "100")));
    steps.add(new Step(STORED, "latency", "stored", List.of(), WHOLE, QUICK));
    steps.add(
        new Step(
            JMH,
            "jmh",
            "jmh",
            List.of(),
            List.of(),
            List.of("-wi", "1", "-i", "1", "-w", "1s", "-r", "1s")));
    return new Plan(steps);
  }

  private static List<String> times(Scenario scenario) {
    if (scenario.equals(Scenario.usual())) {
      return LONG;
    }
    return scenario.page() == Scenario.Page.HUGE ? SELDOM : WHOLE;
  }

  /** All steps. */
  public List<Step> steps() {
    return steps;
  }

  /**
   * Those that are meant.
   *
   * @param words groups and names; none for all
   * @throws IllegalArgumentException where a word means nothing; says which there are
   */
  public List<Step> only(List<String> words) {
    for (String word : words) {
      if (steps.stream().noneMatch(step -> step.matches(word))) {
        Set<String> groups = new TreeSet<>();
        steps.forEach(step -> groups.add(step.group()));
        throw new IllegalArgumentException(
            "--only: '%s' is no measurement; there are the groups %s, and with --list each by its name"
                .formatted(word, String.join(", ", groups)));
      }
    }
    return steps.stream()
        .filter(step -> words.isEmpty() || words.stream().anyMatch(step::matches))
        .toList();
  }
}
