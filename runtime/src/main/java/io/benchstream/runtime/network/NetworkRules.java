package io.benchstream.runtime.network;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which addresses may be scraped. Whoever can write a target could otherwise read what only this
 * host can reach: the metadata services of clouds answer on link-local addresses.
 *
 * @param allow if not empty, only addresses in one of them are allowed; one that is in here is
 *     never denied
 * @param deny addresses in one of them are denied, and so are link-local ones
 */
public record NetworkRules(List<Network> allow, List<Network> deny) {
  public static final NetworkRules DEFAULT = new NetworkRules(List.of(), List.of());

  private static final List<Network> LINK_LOCAL =
      List.of(Network.parse("169.254.0.0/16"), Network.parse("fe80::/10"));

  public NetworkRules {
    allow = List.copyOf(allow);
    deny = List.copyOf(deny);
  }

  /** Why an address may not be scraped; empty where it may. */
  public Optional<String> refusal(InetAddress address) {
    if (find(allow, address) != null) {
      return Optional.empty();
    }
    String shown = address.getHostAddress();
    if (!allow.isEmpty()) {
      return Optional.of(
          "%s is in none of the networks to scrape; add it to networks.allow".formatted(shown));
    }
    Network denied = find(deny, address);
    if (denied != null) {
      return Optional.of("%s is in %s, which networks.deny names".formatted(shown, denied));
    }
    Network linkLocal = find(LINK_LOCAL, address);
    return linkLocal == null
        ? Optional.empty()
        : Optional.of(
            "%s is in %s, link-local; add it to networks.allow to scrape it"
                .formatted(shown, linkLocal));
  }

  private static @Nullable Network find(List<Network> networks, InetAddress address) {
    for (Network network : networks) {
      if (network.contains(address)) {
        return network;
      }
    }
    return null;
  }
}
