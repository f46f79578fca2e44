package io.benchstream.gateway.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A part of a list that is ordered by keys.
 *
 * @param next the key to go on behind; empty where nothing follows
 */
public record Page<T>(List<T> items, Optional<String> next) {
  /**
   * Cuts a page.
   *
   * @param sorted the items behind the page before, by rising key
   * @param limit the most items, 1 or more
   */
  public static <T> Page<T> of(Stream<T> sorted, Function<T, String> key, int limit) {
    List<T> items = new ArrayList<>(sorted.limit(limit + 1L).toList());
    if (items.size() <= limit) {
      return new Page<>(List.copyOf(items), Optional.empty());
    }
    items.removeLast();
    return new Page<>(List.copyOf(items), Optional.of(key.apply(items.getLast())));
  }
}
