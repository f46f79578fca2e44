package io.benchstream.runtime.network;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which addresses may be scraped. The workers check them after names are resolved, and on each
 * redirect; discovery checks those that are written as numbers.
 *
 * @param allow networks such as 10.0.0.0/8; if any are given, only these are scraped
 * @param deny networks that are not scraped; link-local ones are denied unless they are allowed
 */
public record NetworkConfig(List<String> allow, List<String> deny) {
  public NetworkConfig(@Nullable List<String> allow, @Nullable List<String> deny) {
    this.allow = allow == null ? List.of() : List.copyOf(allow);
    this.deny = deny == null ? List.of() : List.copyOf(deny);
    rules(); // so that what is no network is found at once
  }

  /** The same, ready to be asked. */
  public NetworkRules rules() {
    return new NetworkRules(
        allow.stream().map(Network::parse).toList(), deny.stream().map(Network::parse).toList());
  }
}
