package io.benchstream.publisher.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Whatever jobs are bad, exactly those are found, and everything else runs in the end. */
class OffenderSearchFuzzTest {
  @Test
  void exactlyTheBadOnesAreFound() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 300; round++) {
      Set<String> good = names("good", random.nextInt(5));
      List<String> suspects = new ArrayList<>(names("new", 1 + random.nextInt(60)));
      Set<String> bad = new TreeSet<>();
      int count = 1 + random.nextInt(Math.min(4, suspects.size()));
      Collections.shuffle(suspects, random);
      bad.addAll(suspects.subList(0, count));
      Collections.sort(suspects);
      AtomicReference<Set<String>> running = new AtomicReference<>(good);
      List<Integer> trials = new ArrayList<>();

      List<String> found =
          OffenderSearch.among(
              good,
              suspects,
              (jobs, _) -> {
                trials.add(jobs.size());
                boolean accepted = Collections.disjoint(jobs, bad);
                if (accepted) {
                  running.set(jobs);
                }
                return accepted;
              });

      Set<String> rest = new TreeSet<>(good);
      rest.addAll(suspects);
      rest.removeAll(bad);
      assertThat(new TreeSet<>(found)).as("seed %d", seed).isEqualTo(bad);
      assertThat(running.get()).as("seed %d", seed).isEqualTo(rest);
      assertThat(trials.size()).isLessThanOrEqualTo(2 + count * 2 * 7);
    }
  }

  private static Set<String> names(String prefix, int count) {
    Set<String> names = new TreeSet<>();
    for (int i = 0; i < count; i++) {
      names.add("%s%02d".formatted(prefix, i));
    }
    return names;
  }
}
