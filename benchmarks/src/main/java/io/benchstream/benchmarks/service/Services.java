package io.benchstream.benchmarks.service;

import io.benchstream.runtime.kafka.KafkaConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Starts worker, publisher and aggregator, each with the settings that its measurement needs. */
public final class Services {
  private Services() {}

  /**
   * A scrape worker.
   *
   * @param name what figures call it, and the worker's id
   */
  public static ServiceProcess worker(
      String name, Path directory, KafkaConfig kafka, List<String> options) throws IOException {
    return ServiceProcess.start(
        new ServiceProcess.Plan(
            name,
            "io.benchstream.scrape.Main",
            directory,
            "worker_id: %s%n".formatted(name),
            options,
            page -> page.sum("benchstream_scrape_samples_published_total")),
        kafka);
  }

  /**
   * A config publisher with one destination.
   *
   * @param store takes remote write
   * @param protocol as in its configuration
   */
  public static ServiceProcess publisher(
      Path directory, KafkaConfig kafka, URI store, String protocol, List<String> options)
      throws IOException {
    return ServiceProcess.start(
        new ServiceProcess.Plan(
            "publisher",
            "io.benchstream.publisher.Main",
            directory,
            """
            remote_write:
            - {name: store, url: "%s", protocol: %s, kpis: none}
            """
                .formatted(store, protocol),
            options,
            page -> page.sum("benchstream_remote_write_samples_total")),
        kafka);
  }

  /**
   * An aggregator.
   *
   * @param recipes file of recipes; null for the default set
   * @param series samples on a page: its figures are for a sample, and it counts scrapes
   */
  public static ServiceProcess aggregator(
      Path directory, KafkaConfig kafka, @Nullable Path recipes, int series, List<String> options)
      throws IOException {
    String config =
        """
        instance_id: aggregator-1
        state_dir: %s
        """
            .formatted(directory.toAbsolutePath().resolve("state"));
    return ServiceProcess.start(
        new ServiceProcess.Plan(
            "aggregator",
            "io.benchstream.aggregator.Main",
            directory,
            recipes == null ? config : config + "recipes: " + recipes.toAbsolutePath() + "\n",
            options,
            page -> page.sum("benchstream_aggregator_records_total") * series),
        kafka);
  }
}
