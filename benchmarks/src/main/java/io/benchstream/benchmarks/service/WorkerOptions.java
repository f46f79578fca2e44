package io.benchstream.benchmarks.service;

import io.benchstream.benchmarks.load.Load;
import java.util.List;
import picocli.CommandLine.Option;

/** How the JVM of a worker, or of each, runs. */
public final class WorkerOptions {
  @Option(
      names = "--worker-options",
      description = "Options of a worker's JVM. Default: a heap that suits the series.")
  private String options = "";

  /** The options under a load. */
  public List<String> of(Load load) {
    return options.isBlank() ? JvmOptions.worker(load) : JvmOptions.split(options);
  }
}
