package io.benchstream.discovery.profile;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a kind of cluster or job exposes. A new kind of cluster is a new profile and no code.
 *
 * @param name the {@code kind} of the events it is for
 * @param description for people
 * @param scrapeInterval of its monitors where they have none; null: the service's default
 * @param scrapeTimeout of its monitors where they have none; null: the service's default
 * @param monitors at most one for each kind of endpoint
 */
public record Profile(
    String name,
    String description,
    @Nullable Duration scrapeInterval,
    @Nullable Duration scrapeTimeout,
    List<Monitor> monitors) {

  static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,62}");

  public Profile(
      @Nullable String name,
      @Nullable String description,
      @Nullable Duration scrapeInterval,
      @Nullable Duration scrapeTimeout,
      @Nullable List<Monitor> monitors) {
    if (name == null || !NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "name: '%s' is not a name; use 1 to 63 of [a-z0-9_-]".formatted(name));
    }
    this.name = name;
    this.description = description == null ? "" : description;
    this.scrapeInterval = scrapeInterval;
    this.scrapeTimeout = scrapeTimeout;
    this.monitors = monitors == null ? List.of() : List.copyOf(monitors);
    Set<String> kinds = new HashSet<>();
    for (Monitor monitor : this.monitors) {
      if (!kinds.add(monitor.kind())) {
        throw new IllegalArgumentException(
            "monitors: '%s' stands twice; one monitor for each kind".formatted(monitor.kind()));
      }
    }
  }

  Optional<Monitor> monitor(String kind) {
    return monitors.stream().filter(monitor -> monitor.kind().equals(kind)).findFirst();
  }
}
