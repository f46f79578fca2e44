package io.benchstream.gateway.access;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The file of tokens.
 *
 * @param tokens one or more
 */
record TokenFileConfig(List<TokenConfig> tokens) {
  TokenFileConfig(@Nullable List<TokenConfig> tokens) {
    if (tokens == null || tokens.isEmpty()) {
      throw new IllegalArgumentException("tokens is missing; list name, role and token of each");
    }
    Set<String> names = new HashSet<>();
    for (TokenConfig token : tokens) {
      if (!names.add(token.name())) {
        throw new IllegalArgumentException(
            "tokens: the name '%s' is there twice".formatted(token.name()));
      }
    }
    this.tokens = List.copyOf(tokens);
  }
}
