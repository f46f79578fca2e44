package io.benchstream.gateway.collect;

import io.benchstream.schemas.KpiWindow;
import java.time.Instant;
import java.util.Set;
import java.util.function.Consumer;

/** Where KPIs of a past time come from. */
@FunctionalInterface
public interface KpiSource {
  /**
   * Reads windows of some scopes that end in {@code (from, to]}, in any order. Blocks.
   *
   * @param scopes {@code <cluster>/<job>}, the job empty for the cluster itself
   * @throws io.benchstream.gateway.problem.ProblemException 503 where they cannot be read in time
   */
  void read(Set<String> scopes, Instant from, Instant to, Consumer<KpiWindow> sink);
}
