package io.benchstream.publisher.rollout;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds the jobs for which vmagent refuses a configuration, by trying: what is accepted stays in,
 * what is refused is halved until the offenders are alone. With one offender among n new jobs that
 * takes about 2 log n trials.
 */
final class OffenderSearch {
  private final Trial trial;
  private final Set<String> accepted;
  private final List<String> offenders = new ArrayList<>();

  /** Has vmagent take a configuration of these jobs. */
  @FunctionalInterface
  interface Trial {
    /**
     * Tries.
     *
     * @param jobs paths of the job files
     * @param patiently whether it decides over a single job, for which time is taken
     * @return true where vmagent runs it now
     * @throws Undecided where that cannot be found out
     */
    boolean accepts(Set<String> jobs, boolean patiently) throws Undecided, InterruptedException;
  }

  /** vmagent does not answer, or nothing can be written: the search is to begin anew later. */
  static final class Undecided extends Exception {
    private static final long serialVersionUID = 1L;

    Undecided(String message) {
      super(message);
    }
  }

  private OffenderSearch(Trial trial, Set<String> good) {
    this.trial = trial;
    this.accepted = new TreeSet<>(good);
  }

  /**
   * Searches. Afterwards vmagent runs everything but the offenders.
   *
   * @param good jobs that vmagent is known to accept
   * @param suspects the others, which it refuses together
   * @return the offenders
   */
  static List<String> among(Set<String> good, List<String> suspects, Trial trial)
      throws Undecided, InterruptedException {
    OffenderSearch search = new OffenderSearch(trial, good);
    search.divide(suspects);
    // The last trial may have been one that was refused.
    if (!trial.accepts(search.accepted, true)) {
      throw new Undecided("vmagent refuses what it accepted a moment ago");
    }
    return search.offenders;
  }

  /** All of these together are refused. */
  private void divide(List<String> suspects) throws Undecided, InterruptedException {
    if (suspects.size() == 1) {
      offenders.addAll(suspects);
      return;
    }
    int middle = suspects.size() / 2;
    test(suspects.subList(0, middle));
    test(suspects.subList(middle, suspects.size()));
  }

  private void test(List<String> suspects) throws Undecided, InterruptedException {
    Set<String> all = new TreeSet<>(accepted);
    all.addAll(suspects);
    if (trial.accepts(all, suspects.size() == 1)) {
      accepted.addAll(suspects);
    } else {
      divide(suspects);
    }
  }
}
