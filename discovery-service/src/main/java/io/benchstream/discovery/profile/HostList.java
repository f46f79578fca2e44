package io.benchstream.discovery.profile;

import io.benchstream.discovery.event.Addresses;
import io.benchstream.discovery.hostlist.Hostlist;
import java.util.List;
import java.util.Optional;

/** Hosts in an attribute: names and addresses, separated by commas, or a host list expression. */
final class HostList {
  private static final Hostlist EXPRESSIONS = new Hostlist(20_000);

  private HostList() {}

  static Hostlist.Expansion hosts(String text) {
    return EXPRESSIONS.expand(text);
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
