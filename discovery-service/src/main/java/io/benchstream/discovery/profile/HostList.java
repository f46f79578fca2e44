package io.benchstream.discovery.profile;

import io.benchstream.discovery.event.Addresses;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Hosts in an attribute: names and addresses, separated by commas. */
final class HostList {
  private HostList() {}

  static List<String> hosts(String text) {
    List<String> hosts = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      String host = part.strip();
      if (!host.isEmpty()) {
        hosts.add(host);
      }
    }
    return hosts;
  }

  /** The first thing wrong with one of the hosts; empty where nothing is. */
  static Optional<String> problem(List<String> hosts) {
    for (String host : hosts) {
      Optional<String> problem = Addresses.hostProblem(host);
      if (problem.isPresent()) {
        return problem.map(words -> "'%s' %s".formatted(host, words));
      }
    }
    return Optional.empty();
  }
}
