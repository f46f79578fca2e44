package io.benchstream.cli.demo;

import io.benchstream.cli.demo.DemoReport.Section;
import io.benchstream.cli.installation.LocalState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the demo came to.
 *
 * @param job id of the benchmark job
 * @param start of the time that the figures are about, exclusive
 * @param end inclusive
 * @param ofJob sections with truth
 * @param ofMachine sections without
 * @param eventToFirstSample from the event to the first sample readable in Kafka
 * @param requests completed by the simulated server
 * @param samples of all targets
 * @param targets scraped
 */
record DemoOutcome(
    LocalState installation,
    String job,
    Instant start,
    Instant end,
    List<Section> ofJob,
    List<Section> ofMachine,
    Optional<Duration> eventToFirstSample,
    long requests,
    long samples,
    int targets) {

  /** Every KPI came, and agrees with the truth where that is known; and it is known of some. */
  boolean holds() {
    return !checked().isEmpty()
        && Stream.concat(ofJob.stream(), ofMachine.stream()).allMatch(Section::holds);
  }

  /** Figures of which the truth is known. */
  List<Figure> checked() {
    return Stream.concat(ofJob.stream(), ofMachine.stream())
        .flatMap(section -> section.figures().stream())
        .filter(figure -> figure.truth().isPresent())
        .toList();
  }

  /** KPIs that did not come. */
  List<String> missing() {
    return Stream.concat(ofJob.stream(), ofMachine.stream())
        .filter(section -> section.figures().isEmpty())
        .map(Section::kpi)
        .toList();
  }
}
