package io.benchstream.discovery.prometheus;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.benchstream.discovery.connector.Pages;
import io.benchstream.discovery.connector.SourceException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the targets of discoveries. Where a file or an address cannot be read, what it said last
 * stands; where it never said anything, the whole discovery is unknown. Not thread-safe.
 */
final class Finder implements AutoCloseable {
  private static final Duration HTTP_TIMEOUT = Duration.ofSeconds(30);
  private static final int MOST_BYTES = 32 * 1024 * 1024;

  private final Pages pages;
  private final KubernetesTargets.Opener kubernetes;
  private final Clock clock;
  private final Runnable changed;
  private final Map<Object, List<Map<String, String>>> last = new HashMap<>();
  private final Map<Discovery.Http, Instant> due = new HashMap<>();
  private final Map<Discovery.Kubernetes, KubernetesTargets> watches = new HashMap<>();

  /**
   * What a discovery finds.
   *
   * @param known false where there is a part that never could be read
   * @param problems parts that could not be read now
   */
  record Found(List<Map<String, String>> targets, boolean known, List<String> problems) {}

  Finder(Pages pages, KubernetesTargets.Opener kubernetes, Clock clock, Runnable changed) {
    this.pages = pages;
    this.kubernetes = kubernetes;
    this.clock = clock;
    this.changed = changed;
  }

  Found find(Discovery discovery) throws InterruptedException {
    return switch (discovery) {
      case Discovery.Static(List<Map<String, String>> targets) ->
          new Found(targets, true, List.of());
      case Discovery.Files files -> files(files);
      case Discovery.Http http -> http(http);
      case Discovery.Kubernetes watched -> kubernetes(watched);
    };
  }

  /** Where the files of a discovery stand or will stand. */
  static Set<Path> places(Discovery discovery) {
    Set<Path> places = new HashSet<>();
    if (discovery instanceof Discovery.Files(List<String> patterns)) {
      for (String pattern : patterns) {
        Path path = Path.of(pattern);
        Path directory = path.getParent();
        places.add(pattern.indexOf('*') < 0 || directory == null ? path : directory);
      }
    }
    return places;
  }

  private Found files(Discovery.Files discovery) {
    List<Map<String, String>> targets = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    boolean known = true;
    for (String pattern : discovery.patterns()) {
      List<Path> files;
      try {
        files = FilePattern.matches(pattern);
        if (files.isEmpty() && pattern.indexOf('*') < 0) {
          // A file that is being replaced is away for a moment.
          files = List.of(Path.of(pattern));
        }
      } catch (ScrapeConfigException e) {
        problems.add(e.words());
        known = false;
        continue;
      }
      for (Path file : files) {
        try {
          List<Map<String, String>> read = read(file);
          last.put(file, read);
          targets.addAll(read);
        } catch (ScrapeConfigException e) {
          List<Map<String, String>> before = last.get(file);
          problems.add("%s %s".formatted(file, e.words()) + kept(before));
          known &= before != null;
          targets.addAll(before == null ? List.of() : before);
        }
      }
    }
    return new Found(targets, known, problems);
  }

  private static List<Map<String, String>> read(Path file) throws ScrapeConfigException {
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw new ScrapeConfigException("", "is larger than %d bytes".formatted(MOST_BYTES));
      }
      return TargetGroups.parse(Files.readString(file), Map.of("__meta_filepath", file.toString()));
    } catch (CharacterCodingException e) {
      throw new ScrapeConfigException("", "is not UTF-8", e);
    } catch (IOException e) {
      throw new ScrapeConfigException("", "cannot be read: " + e.getClass().getSimpleName(), e);
    }
  }

  private Found http(Discovery.Http discovery) throws InterruptedException {
    List<Map<String, String>> before = last.get(discovery);
    Instant now = clock.instant();
    Instant next = due.get(discovery);
    if (before != null && next != null && now.isBefore(next)) {
      return new Found(before, true, List.of());
    }
    try {
      Pages.Page page =
          pages.get(
              new Pages.Request(
                  discovery.url(),
                  null,
                  Map.of(
                      "X-Prometheus-Refresh-Interval-Seconds",
                      Long.toString(discovery.refreshInterval().toSeconds())),
                  discovery.http(),
                  Pages.USUAL_MOST_BYTES,
                  HTTP_TIMEOUT));
      if (page.status() != 200) {
        throw new SourceException("answers %d, not 200".formatted(page.status()));
      }
      if (!page.contentType().toLowerCase(Locale.ROOT).startsWith("application/json")) {
        throw new SourceException(
            "answers '%s', not application/json".formatted(page.contentType()));
      }
      List<Map<String, String>> read =
          TargetGroups.parse(
              new String(page.body(), UTF_8), Map.of("__meta_url", discovery.url().toString()));
      last.put(discovery, read);
      due.put(discovery, now.plus(discovery.refreshInterval()));
      return new Found(read, true, List.of());
    } catch (SourceException e) {
      return lost(discovery.url() + " " + e.words(), before);
    } catch (ScrapeConfigException e) {
      return lost(discovery.url() + " " + e.words(), before);
    }
  }

  private Found kubernetes(Discovery.Kubernetes discovery) {
    KubernetesTargets watch =
        watches.computeIfAbsent(discovery, key -> kubernetes.open(key, changed));
    List<Map<String, String>> before = last.get(discovery);
    try {
      List<Map<String, String>> read = watch.targets();
      last.put(discovery, read);
      return new Found(read, true, List.of());
    } catch (SourceException e) {
      return lost("Kubernetes, role %s: %s".formatted(discovery.role(), e.words()), before);
    }
  }

  private static Found lost(String problem, @Nullable List<Map<String, String>> before) {
    return new Found(
        before == null ? List.of() : before, before != null, List.of(problem + kept(before)));
  }

  private static String kept(@Nullable List<Map<String, String>> before) {
    return before == null ? "" : "; its %d last known targets stand".formatted(before.size());
  }

  /** Forgets what no discovery needs any more. */
  void keep(Set<Discovery> discoveries) {
    due.keySet().removeIf(key -> !discoveries.contains(key));
    watches
        .entrySet()
        .removeIf(
            entry -> {
              boolean unwanted = !discoveries.contains(entry.getKey());
              if (unwanted) {
                entry.getValue().close();
              }
              return unwanted;
            });
    last.keySet()
        .removeIf(
            key ->
                key instanceof Path file
                    ? !Files.exists(file) && !named(file, discoveries)
                    : !discoveries.contains(key));
  }

  private static boolean named(Path file, Set<Discovery> discoveries) {
    return discoveries.stream().anyMatch(discovery -> places(discovery).contains(file));
  }

  @Override
  public void close() {
    watches.values().forEach(KubernetesTargets::close);
    watches.clear();
  }
}
