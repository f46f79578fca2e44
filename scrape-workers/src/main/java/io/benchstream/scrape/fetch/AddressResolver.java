package io.benchstream.scrape.fetch;

import io.benchstream.runtime.network.NetworkRules;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;

/** Finds the address of a host that may be scraped. */
final class AddressResolver {
  private final NetworkRules rules;

  /** What became of a host. */
  sealed interface Resolution {
    record Found(InetAddress address) implements Resolution {}

    record Unknown(String reason) implements Resolution {}

    record Denied(String reason) implements Resolution {}
  }

  AddressResolver(NetworkRules rules) {
    this.rules = rules;
  }

  /**
   * The address that is written as such; empty where the host is a name and has to be looked up.
   */
  Optional<Resolution> literal(String host) {
    boolean address =
        host.indexOf(':') >= 0 || host.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
    if (!address) {
      return Optional.empty();
    }
    try {
      return Optional.of(choose(host, List.of(InetAddress.ofLiteral(host))));
    } catch (IllegalArgumentException e) {
      return Optional.of(new Resolution.Unknown("'%s' is not an address".formatted(host)));
    }
  }

  /** Looks the name up; blocks. */
  Resolution lookUp(String host) {
    try {
      return choose(host, List.of(InetAddress.getAllByName(host)));
    } catch (UnknownHostException e) {
      return new Resolution.Unknown(
          "the name '%s' cannot be resolved; check it, and the DNS of this host".formatted(host));
    }
  }

  private Resolution choose(String host, List<InetAddress> addresses) {
    String refusal = "";
    for (InetAddress address : addresses) {
      Optional<String> refused = rules.refusal(address);
      if (refused.isEmpty()) {
        return new Resolution.Found(address);
      }
      refusal = refused.get();
    }
    return new Resolution.Denied(
        host.equals(addresses.getFirst().getHostAddress()) ? refusal : host + ": " + refusal);
  }
}
