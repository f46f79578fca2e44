package io.benchstream.benchmarks.guard;

import io.benchstream.local.process.PartException;
import java.io.IOException;
import java.util.function.Consumer;

/** Starts the stages with so many targets, and looks at them. */
@FunctionalInterface
interface Looks {
  /** Adds what it finds to {@code attempts}. */
  void look(int targets, Attempts attempts) throws IOException, InterruptedException;

  /**
   * Looks; where a stage could not be measured, anew with half the targets. A machine that is too
   * loaded for all of them says nothing of their speed.
   *
   * @param tell takes what people should know
   */
  default Attempts patiently(int targets, Consumer<String> tell) throws InterruptedException {
    Attempts attempts = once(targets, tell);
    if (attempts.unmeasured().isEmpty()) {
      return attempts;
    }
    tell.accept(
        "could not measure %s with %d targets; again with %d"
            .formatted(attempts.unmeasured(), targets, targets / 2));
    return once(targets / 2, tell);
  }

  private Attempts once(int targets, Consumer<String> tell) throws InterruptedException {
    Attempts attempts = new Attempts();
    try {
      look(targets, attempts);
    } catch (IOException | PartException ended) {
      tell.accept("a program ended, or does not answer: " + ended);
      // What was seen before may be of a program that was about to end.
      return new Attempts();
    }
    return attempts;
  }
}
