package io.benchstream.discovery.prometheus;

import io.benchstream.discovery.connector.Pages;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What would become of the targets of a configuration file, without announcing any. */
public final class TargetCheck {
  private final ScrapeFileReader reader;
  private final Pages pages;
  private final KubernetesTargets.Opener kubernetes;

  public TargetCheck(ScrapeFileReader reader, Pages pages, KubernetesTargets.Opener kubernetes) {
    this.reader = reader;
    this.pages = pages;
    this.kubernetes = kubernetes;
  }

  /**
   * The result of a check.
   *
   * @param jobs the targets of each job, each once, dropped ones among them
   * @param problems what cannot be used or not be read
   */
  public record Result(List<Job> jobs, List<String> problems) {}

  /** A job and what it makes of the targets found for it. */
  public record Job(String name, List<PopulatedTarget> targets) {}

  /**
   * Checks a file.
   *
   * @param only the name of the one job to look at; empty for all
   * @throws ScrapeConfigException where the file cannot be used at all, or has no such job
   */
  public Result check(Path file, Optional<String> only)
      throws ScrapeConfigException, InterruptedException {
    ScrapeFile read = reader.read(file);
    List<String> problems = new ArrayList<>(read.problems());
    List<Job> jobs = new ArrayList<>();
    try (Finder finder = new Finder(pages, kubernetes, Clock.systemUTC(), () -> {})) {
      for (ScrapeJob job : read.jobs()) {
        if (only.isEmpty() || only.get().equals(job.name())) {
          jobs.add(job(job, finder, problems));
        }
      }
    }
    if (only.isPresent() && jobs.isEmpty() && problems.isEmpty()) {
      throw new ScrapeConfigException("", "has no job '%s'".formatted(only.get()));
    }
    return new Result(List.copyOf(jobs), List.copyOf(problems));
  }

  private static Job job(ScrapeJob job, Finder finder, List<String> problems)
      throws InterruptedException {
    Set<PopulatedTarget> targets = new LinkedHashSet<>();
    for (Discovery discovery : job.discoveries()) {
      Finder.Found found = finder.find(discovery);
      found
          .problems()
          .forEach(problem -> problems.add("job '%s': %s".formatted(job.name(), problem)));
      for (Map<String, String> target : found.targets()) {
        targets.add(TargetLabels.populate(job, target));
      }
    }
    return new Job(job.name(), List.copyOf(targets));
  }
}
