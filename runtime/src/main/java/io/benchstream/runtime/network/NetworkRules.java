package io.benchstream.runtime.network;

import java.net.InetAddress;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which addresses may be scraped. Whoever can write a target could otherwise read what only this
 * host can reach: the metadata services of clouds answer on link-local addresses.
 *
 * @param allow if not empty, only addresses in one of them are allowed
 * @param deny addresses in one of them are denied, unless a network of {@code allow} with a longer
 *     prefix has them; so are link-local ones, unless a network of {@code allow} that is itself
 *     link-local has them
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
    String shown = address.getHostAddress();
    Network allowed = longest(allow, address);
    if (allowed == null && !allow.isEmpty()) {
      return Optional.of(
          "%s is in none of the networks to scrape; add it to networks.allow".formatted(shown));
    }
    Network denied = longest(deny, address);
    if (denied != null && (allowed == null || allowed.bits() <= denied.bits())) {
      return Optional.of("%s is in %s, which networks.deny names".formatted(shown, denied));
    }
    // Who allows 0.0.0.0/0 hardly thinks of the metadata service.
    Network linkLocal = longest(LINK_LOCAL, address);
    return linkLocal == null || (allowed != null && allowed.bits() >= linkLocal.bits())
        ? Optional.empty()
        : Optional.of(
            "%s is in %s, link-local; add it, or a part of it, to networks.allow to scrape it"
                .formatted(shown, linkLocal));
  }

  private static @Nullable Network longest(List<Network> networks, InetAddress address) {
    return networks.stream()
        .filter(network -> network.contains(address))
        .max(Comparator.comparingInt(Network::bits))
        .orElse(null);
  }
}
