package io.benchstream.publisher.vmagent;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A vmagent scrape configuration.
 *
 * @param main text of {@link #MAIN_FILE}, which names the job files; it is the last to be written
 *     and the first to be read
 * @param jobs text of the job files by path relative to the main file
 * @param members ids of the targets of each job file; for a Kubernetes cluster its resource key
 * @param generation hash of all the text; the name of an empty job in the main file ends with it,
 *     so that vmagent's own answer tells which configuration it runs
 * @param refused targets left out, by rising id
 */
public record ScrapeConfig(
    String main,
    SortedMap<String, String> jobs,
    SortedMap<String, List<String>> members,
    String generation,
    List<RefusedTarget> refused) {
  public static final String MAIN_FILE = "prometheus.yml";

  /** Where the job files are, relative to the main file. */
  public static final String JOBS_DIRECTORY = "jobs";

  public ScrapeConfig {
    jobs = Collections.unmodifiableSortedMap(new TreeMap<>(jobs));
    members = Collections.unmodifiableSortedMap(new TreeMap<>(members));
    refused = List.copyOf(refused);
  }

  /** Name of the empty job that carries the generation. */
  public String marker() {
    return marker(generation);
  }

  static String marker(String generation) {
    return "benchstream-config-" + generation;
  }
}
