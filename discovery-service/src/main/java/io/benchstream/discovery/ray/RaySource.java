package io.benchstream.discovery.ray;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.benchstream.discovery.connector.Pages;
import io.benchstream.discovery.connector.Sighting;
import io.benchstream.discovery.connector.Snapshot;
import io.benchstream.discovery.connector.Source;
import io.benchstream.discovery.connector.SourceException;
import io.benchstream.discovery.event.EndpointCheck;
import io.benchstream.discovery.prometheus.ScrapeConfigException;
import io.benchstream.discovery.prometheus.TargetGroups;
import io.benchstream.schemas.Endpoint;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A Ray cluster: what its head lists, in its file or through its dashboard. The list holds all
 * ports mixed and in no order; the well-known ones tell dashboard and autoscaler from the nodes.
 */
public final class RaySource implements Source {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int MOST_BYTES = 16 * 1024 * 1024;
  private static final String ADDRESS = "__address__";

  private final RayConfig config;
  private final Map<String, String> labels;
  private final Pages pages;
  private final Clock clock;

  /**
   * @param labels of all targets
   */
  public RaySource(RayConfig config, Map<String, String> labels, Pages pages, Clock clock) {
    this.config = config;
    this.labels = Map.copyOf(labels);
    this.pages = pages;
    this.clock = clock;
  }

  @Override
  public Set<Path> watched() {
    return config.file() == null ? Set.of() : Set.of(config.file());
  }

  @Override
  public Snapshot read() throws SourceException, InterruptedException {
    URI url = config.url();
    Path file = config.file();
    if (url == null) {
      if (file == null) {
        throw new IllegalStateException("neither url nor file");
      }
      return snapshot(file.toString(), text(file));
    }
    try {
      return snapshot(url.toString(), text(url));
    } catch (SourceException e) {
      if (file == null) {
        throw e;
      }
      try {
        return snapshot(file.toString(), text(file));
      } catch (SourceException of) {
        throw new SourceException(e.words() + "; " + of.words(), of);
      }
    }
  }

  private String text(URI url) throws SourceException, InterruptedException {
    Pages.Page page = pages.get(Pages.Request.of(url, TIMEOUT));
    if (page.status() != 200) {
      throw new SourceException("%s answers %d".formatted(url, page.status()));
    }
    return new String(page.body(), UTF_8);
  }

  private String text(Path file) throws SourceException {
    try {
      Instant written = Files.getLastModifiedTime(file).toInstant();
      Duration age = Duration.between(written, clock.instant());
      if (age.compareTo(config.goneAfter()) > 0) {
        throw new SourceException(
            "%s was written %d s ago, and Ray writes it every 5 s: Ray has stopped"
                .formatted(file, age.toSeconds()));
      }
      if (Files.size(file) > MOST_BYTES) {
        throw new SourceException("%s is larger than %d bytes".formatted(file, MOST_BYTES));
      }
      return Files.readString(file);
    } catch (IOException e) {
      throw new SourceException("%s cannot be read: %s".formatted(file, e), e);
    }
  }

  private Snapshot snapshot(String place, String text) throws SourceException {
    List<Map<String, String>> targets;
    try {
      targets = TargetGroups.parse(text, Map.of());
    } catch (ScrapeConfigException e) {
      throw new SourceException(place + " " + e.words(), e);
    }
    Map<String, Endpoint> endpoints = new TreeMap<>();
    List<String> problems = new ArrayList<>();
    for (Map<String, String> target : targets) {
      String address = target.getOrDefault(ADDRESS, "");
      Endpoint endpoint = Endpoint.newBuilder().setKind(kind(address)).setAddress(address).build();
      Optional<String> problem = EndpointCheck.problem(endpoint);
      if (problem.isPresent()) {
        problems.add("%s is left out: %s".formatted(address, problem.get()));
      } else {
        endpoints.put(address, endpoint);
      }
    }
    List<Endpoint> sorted = new ArrayList<>(endpoints.values());
    sorted.sort(Comparator.comparing(Endpoint::getKind).thenComparing(Endpoint::getAddress));
    return new Snapshot(List.of(Sighting.cluster("ray", labels, sorted, Map.of())), true, problems);
  }

  private String kind(String address) {
    String port = address.substring(address.lastIndexOf(':') + 1);
    if (port.equals(Integer.toString(config.dashboardPort()))) {
      return "ray-dashboard";
    }
    return port.equals(Integer.toString(config.autoscalerPort())) ? "ray-autoscaler" : "ray-node";
  }
}
