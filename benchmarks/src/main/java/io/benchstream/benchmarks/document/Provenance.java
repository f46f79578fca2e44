package io.benchstream.benchmarks.document;

import io.benchstream.benchmarks.result.Result;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Says at which commits and when the figures of a table were measured. */
final class Provenance {
  private Provenance() {}

  /**
   * One sentence for the results of these steps; which are whose where there are several commits.
   */
  static String of(Results results, Collection<String> steps) {
    Map<String, List<String>> byOrigin = new TreeMap<>();
    for (String step : steps) {
      results
          .of(step)
          .ifPresent(
              result -> byOrigin.computeIfAbsent(origin(result), _ -> new ArrayList<>()).add(step));
    }
    if (byOrigin.isEmpty()) {
      return "Nothing of it was measured.";
    }
    if (byOrigin.size() == 1) {
      return "Measured at %s.".formatted(byOrigin.keySet().iterator().next());
    }
    List<String> parts = new ArrayList<>();
    byOrigin.forEach(
        (origin, names) ->
            parts.add("%s (`%s`)".formatted(origin, String.join("`, `", new TreeSet<>(names)))));
    return "Measured at %s.".formatted(String.join("; at ", parts));
  }

  private static String origin(Result result) {
    return "commit `%s` on %s"
        .formatted(result.environment().commit(), LocalDate.ofInstant(result.at(), ZoneOffset.UTC));
  }
}
