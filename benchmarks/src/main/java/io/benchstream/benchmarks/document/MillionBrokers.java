package io.benchstream.benchmarks.document;

import io.benchstream.benchmarks.plan.Plan;
import io.benchstream.benchmarks.plan.Scenario;
import java.util.OptionalDouble;

/** The brokers of a million targets: bytes and CPU of leaders, followers and consumers' fetches. */
final class MillionBrokers {
  private static final int REPLICAS = 3;
  private static final double RETENTION_SECONDS = 3 * 86_400;

  /** A broker of 8 cores, half used. */
  private static final double CORES = 4;

  /** A broker at 10 Gbit/s each way, half used, MB/s. */
  private static final double MEGABYTES = 625;

  private static final String ALONE = Scenario.usual().name();

  private MillionBrokers() {}

  /**
   * Adds the rows.
   *
   * @param step whose bytes and CPU for a sample count
   * @param samples a second
   * @param consumers that each fetch all of them
   */
  static void rows(
      MarkdownTable table, Results results, String step, double samples, int consumers) {
    OptionalDouble bytes = results.figure(step, "kafka.bytes_per_sample");
    OptionalDouble leader = results.figure(step, "broker.cpu_us");
    OptionalDouble fetch = fetch(results);
    number(table, bytes, leader, fetch, samples, consumers);
    cpu(table, step, leader, samples);
    table.row(
        "brokers, CPU of %d consumers' fetches".formatted(consumers),
        Figures.times(fetch, consumers * samples / 1e6, "%,.1f cores, fully used"),
        "%s for a sample and consumer: `%s` less `%s`, which has none"
            .formatted(Figures.text(fetch, "%.3f µs"), Plan.PUBLISHER_HIGH, ALONE));
    traffic(table, step, bytes, samples, consumers);
  }

  /** Broker's CPU with a publisher that fetches, less that without; noise below 0 is no figure. */
  private static OptionalDouble fetch(Results results) {
    OptionalDouble more =
        Figures.difference(
            results.figure(Plan.PUBLISHER_HIGH, "broker.cpu_us"),
            results.figure(ALONE, "broker.cpu_us"));
    return more.isPresent() && more.getAsDouble() < 0 ? OptionalDouble.empty() : more;
  }

  private static void number(
      MarkdownTable table,
      OptionalDouble bytes,
      OptionalDouble leader,
      OptionalDouble fetch,
      double samples,
      int consumers) {
    String needed = Figures.NOT_MEASURED;
    if (bytes.isPresent() && leader.isPresent() && fetch.isPresent()) {
      double micros = REPLICAS * leader.getAsDouble() + consumers * fetch.getAsDouble();
      double byCpu = micros * samples / 1e6 / CORES;
      double out = bytes.getAsDouble() * samples / 1e6 * (REPLICAS - 1 + consumers);
      needed = "%.0f".formatted(Math.max(REPLICAS, Math.ceil(Math.max(byCpu, out / MEGABYTES))));
    }
    table.row(
        "brokers",
        needed,
        "the CPU below on 8 cores half used, or what goes out at 10 Gbit/s half used; %d at least"
            .formatted(REPLICAS));
  }

  private static void cpu(MarkdownTable table, String step, OptionalDouble leader, double samples) {
    String origin = "%s for a sample, `%s`".formatted(Figures.text(leader, "%.3f µs"), step);
    table.row(
        "brokers, CPU of leaders",
        Figures.times(leader, samples / 1e6, "%,.1f cores, fully used"),
        origin);
    table.row(
        "brokers, CPU of followers",
        Figures.times(leader, (REPLICAS - 1) * samples / 1e6, "at most %,.1f cores, fully used"),
        origin
            + "; %d followers, each counted as a leader, of whose work it does a part"
                .formatted(REPLICAS - 1));
  }

  private static void traffic(
      MarkdownTable table, String step, OptionalDouble bytes, double samples, int consumers) {
    String origin = "%s bytes for a sample, `%s`".formatted(Figures.text(bytes, "%.2f"), step);
    table.row(
        "network, workers to brokers", Figures.times(bytes, samples / 1e6, "%,.0f MB/s"), origin);
    table.row(
        "network between brokers",
        Figures.times(bytes, samples * (REPLICAS - 1) / 1e6, "%,.0f MB/s"),
        origin + "; %d replicas".formatted(REPLICAS));
    table.row(
        "network, brokers to publishers and aggregators",
        Figures.times(bytes, samples * consumers / 1e6, "%,.0f MB/s"),
        origin + "; one destination");
    table.row(
        "brokers' disk",
        Figures.times(bytes, samples * REPLICAS * RETENTION_SECONDS / 1e12, "%,.1f TB"),
        origin + "; %d replicas, 3 days".formatted(REPLICAS));
  }
}
