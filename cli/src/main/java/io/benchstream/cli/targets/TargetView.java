package io.benchstream.cli.targets;

import io.benchstream.schemas.Target;
import io.benchstream.schemas.TargetStatus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The targets of an installation with what became of each. Thread-safe. */
public final class TargetView {
  /** A target and the last word on it, where there is one. */
  public record Entry(Target target, Optional<TargetStatus> status) {}

  private final Map<String, Target> targets = new HashMap<>();
  private final Map<String, TargetStatus> statuses = new HashMap<>();

  /** What is scraped under an id; null removes it. */
  public synchronized void target(String id, @Nullable Target target) {
    put(targets, id, target);
  }

  /** What became of it; null removes it. */
  public synchronized void status(String id, @Nullable TargetStatus status) {
    put(statuses, id, status);
  }

  /** Those that stand, by cluster, job, kind and address. */
  public synchronized List<Entry> entries() {
    List<Entry> entries = new ArrayList<>();
    targets.forEach(
        (id, target) -> entries.add(new Entry(target, Optional.ofNullable(statuses.get(id)))));
    entries.sort(
        Comparator.comparing((Entry entry) -> entry.target().getCluster())
            .thenComparing(entry -> String.valueOf(entry.target().getJob()))
            .thenComparing(entry -> entry.target().getKind())
            .thenComparing(entry -> entry.target().getAddress())
            .thenComparing(entry -> entry.target().getId()));
    return entries;
  }

  private static <T> void put(Map<String, T> map, String id, @Nullable T value) {
    if (value == null) {
      map.remove(id);
    } else {
      map.put(id, value);
    }
  }
}
