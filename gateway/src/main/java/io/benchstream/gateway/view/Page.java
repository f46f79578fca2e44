package io.benchstream.gateway.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list that is ordered by keys.
 *
 * @param next the key to go on behind; empty where nothing follows
 */
public record Page<T>(List<T> items, Optional<String> next) {
  /**
   * Cuts a page.
   *
   * @param sorted all items, by rising key
   * @param after items up to this key are left out; null: from the start
   * @param limit the most items, 1 or more
   */
  static <T> Page<T> of(
      Stream<T> sorted, Function<T, String> key, @Nullable String after, int limit) {
    List<T> items =
        new ArrayList<>(
            sorted
                .filter(item -> after == null || key.apply(item).compareTo(after) > 0)
                .limit(limit + 1L)
                .toList());
    if (items.size() <= limit) {
      return new Page<>(List.copyOf(items), Optional.empty());
    }
    items.removeLast();
    return new Page<>(List.copyOf(items), Optional.of(key.apply(items.getLast())));
  }
}
