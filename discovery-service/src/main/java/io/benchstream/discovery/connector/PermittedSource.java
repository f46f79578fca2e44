package io.benchstream.discovery.connector;

import io.benchstream.discovery.event.Addresses;
import io.benchstream.runtime.network.NetworkRules;
import io.benchstream.schemas.Endpoint;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A source without the endpoints that are in networks not to be scraped. Otherwise one of them
 * would have the event refused, with all that its source shows besides.
 */
public final class PermittedSource implements Source {
  private final Source source;
  private final NetworkRules networks;

  /**
   * @param source closed with this
   */
  public PermittedSource(Source source, NetworkRules networks) {
    this.source = source;
    this.networks = networks;
  }

  @Override
  public Snapshot read() throws SourceException, InterruptedException {
    Snapshot all = source.read();
    List<String> problems = new ArrayList<>(all.problems());
    List<Sighting> permitted =
        all.resources().stream().map(sighting -> permitted(sighting, problems)).toList();
    return new Snapshot(permitted, all.complete(), problems);
  }

  private Sighting permitted(Sighting sighting, List<String> problems) {
    List<Endpoint> endpoints = new ArrayList<>(sighting.endpoints().size());
    for (Endpoint endpoint : sighting.endpoints()) {
      Optional<String> refusal =
          Addresses.literal(endpoint.getAddress()).flatMap(networks::refusal);
      if (refusal.isPresent()) {
        problems.add("%s is left out: %s".formatted(endpoint.getAddress(), refusal.get()));
      } else {
        endpoints.add(endpoint);
      }
    }
    return endpoints.size() == sighting.endpoints().size()
        ? sighting
        : new Sighting(
            sighting.job(),
            sighting.phase(),
            sighting.kind(),
            sighting.labels(),
            endpoints,
            sighting.attributes(),
            sighting.since());
  }

  @Override
  public Set<Path> watched() {
    return source.watched();
  }

  @Override
  public void onChange(Runnable changed) {
    source.onChange(changed);
  }

  @Override
  public void close() {
    source.close();
  }
}
