package io.benchstream.discovery.prometheus;

import io.benchstream.discovery.connector.Pages;
import io.benchstream.discovery.connector.Sighting;
import io.benchstream.discovery.connector.Snapshot;
import io.benchstream.discovery.connector.Source;
import io.benchstream.discovery.connector.SourceException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The targets of scrape jobs as the jobs of one cluster. A job that cannot be read, or whose
 * targets are not known, is left as it was told last, and so is everything else that may belong to
 * it: nothing is taken away before all of it can be read.
 */
public final class ScrapeJobSource implements Source {
  private final String cluster;
  private final Map<String, String> labels;
  private final Jobs jobs;
  private final Function<Runnable, Finder> finders;
  private Runnable changed = () -> {};
  private @Nullable Finder finder;
  private Set<Path> watched = Set.of();

  /** Where the jobs stand. */
  @FunctionalInterface
  public interface Jobs {
    /**
     * Reads them.
     *
     * @throws ScrapeConfigException where they cannot be known
     */
    ScrapeFile read() throws ScrapeConfigException;
  }

  /**
   * @param labels of all targets
   */
  public ScrapeJobSource(
      String cluster,
      Map<String, String> labels,
      Jobs jobs,
      Pages pages,
      KubernetesTargets.Opener kubernetes,
      Clock clock) {
    this.cluster = cluster;
    this.labels = Map.copyOf(labels);
    this.jobs = jobs;
    this.finders = wake -> new Finder(pages, kubernetes, clock, wake);
  }

  /** The targets of a configuration file. */
  public static ScrapeJobSource of(
      PrometheusConfig config,
      String cluster,
      Map<String, String> labels,
      Pages pages,
      KubernetesTargets.Opener kubernetes,
      Clock clock) {
    ScrapeFileReader reader = new ScrapeFileReader(true);
    return new ScrapeJobSource(
        cluster, labels, () -> reader.read(config.configFile()), pages, kubernetes, clock);
  }

  /** The targets of jobs that stand. */
  public static ScrapeJobSource of(
      ScrapeFile file,
      String cluster,
      Map<String, String> labels,
      Pages pages,
      KubernetesTargets.Opener kubernetes,
      Clock clock) {
    return new ScrapeJobSource(cluster, labels, () -> file, pages, kubernetes, clock);
  }

  /** The targets of lists. */
  public static ScrapeJobSource of(
      TargetListConfig config,
      String connector,
      String cluster,
      Map<String, String> labels,
      Pages pages,
      Clock clock) {
    ScrapeFile file = config.scrapeFile(connector);
    return new ScrapeJobSource(
        cluster,
        labels,
        () -> file,
        pages,
        (discovery, changed) -> {
          throw new IllegalStateException("lists of targets ask no Kubernetes");
        },
        clock);
  }

  @Override
  public void onChange(Runnable wake) {
    changed = wake;
  }

  @Override
  public Set<Path> watched() {
    return watched;
  }

  @Override
  public Snapshot read() throws SourceException, InterruptedException {
    ScrapeFile file;
    try {
      file = jobs.read();
    } catch (ScrapeConfigException e) {
      throw new SourceException(e.words(), e);
    }
    Set<Path> places = new HashSet<>(file.files());
    Set<Discovery> discoveries = new HashSet<>();
    for (ScrapeJob job : file.jobs()) {
      discoveries.addAll(job.discoveries());
      job.discoveries().forEach(discovery -> places.addAll(Finder.places(discovery)));
    }
    watched = Set.copyOf(places);
    Finder find = finder();
    find.keep(discoveries);
    List<String> problems = new ArrayList<>(file.problems());
    boolean complete = file.problems().isEmpty();
    JobEndpoints endpoints = new JobEndpoints(cluster);
    Readings readings = new Readings();
    for (ScrapeJob job : file.jobs()) {
      complete &= add(job, find, endpoints, problems, readings);
    }
    if (readings.failed > 0 && readings.succeeded == 0) {
      // Not a part of the source is away, but the source.
      throw new SourceException(problems.getLast());
    }
    problems.addAll(endpoints.problems());
    List<Sighting> sightings = new ArrayList<>();
    sightings.add(Sighting.cluster("static", labels, List.of(), Map.of()));
    sightings.addAll(endpoints.sightings("static", labels));
    return new Snapshot(sightings, complete, problems);
  }

  /** How many discoveries that are read from somewhere could be. */
  private static final class Readings {
    private int succeeded;
    private int failed;
  }

  /** False where the targets of the job are not all known. */
  private static boolean add(
      ScrapeJob job, Finder find, JobEndpoints endpoints, List<String> problems, Readings readings)
      throws InterruptedException {
    List<PopulatedTarget> kept = new ArrayList<>();
    boolean known = true;
    for (Discovery discovery : job.discoveries()) {
      Finder.Found found = find.find(discovery);
      known &= found.known();
      if (!found.problems().isEmpty()) {
        readings.failed++;
      } else if (!(discovery instanceof Discovery.Static)) {
        readings.succeeded++;
      }
      found
          .problems()
          .forEach(problem -> problems.add("job '%s': %s".formatted(job.name(), problem)));
      for (Map<String, String> target : found.targets()) {
        PopulatedTarget populated = TargetLabels.populate(job, target);
        if (!populated.error().isEmpty()) {
          problems.add(
              "job '%s': target %s is left out: %s"
                  .formatted(job.name(), target.get(TargetGroups.ADDRESS), populated.error()));
        } else if (populated.kept()) {
          kept.add(populated);
        }
      }
    }
    if (job.targetLimit() > 0 && kept.size() > job.targetLimit()) {
      problems.add(
          "job '%s': %d targets exceed its target_limit of %d, so that none is scraped"
              .formatted(job.name(), kept.size(), job.targetLimit()));
      return known;
    }
    if (known) {
      kept.forEach(target -> endpoints.add(job, target));
    }
    return known;
  }

  private Finder finder() {
    Finder made = finder;
    if (made == null) {
      made = finders.apply(changed);
      finder = made;
    }
    return made;
  }

  @Override
  public void close() {
    if (finder != null) {
      finder.close();
    }
  }
}
