package io.benchstream.discovery.connector;

import java.util.List;

/**
 * What a source shows at one moment.
 *
 * @param resources the cluster, where the source knows it, and its jobs; each once
 * @param complete what is not among the resources is gone. False where a part of the source could
 *     not be read: then nothing is taken away
 * @param problems parts that were left out, each with its reason and remedy
 */
public record Snapshot(List<Sighting> resources, boolean complete, List<String> problems) {
  public Snapshot {
    resources = List.copyOf(resources);
    problems = List.copyOf(problems);
  }

  /** Everything could be read. */
  public static Snapshot of(List<Sighting> resources) {
    return new Snapshot(resources, true, List.of());
  }
}
