package io.benchstream.benchmarks.measure;

import java.io.PrintStream;
import java.time.Duration;

/** Tells people how far a benchmark is, line by line. */
public final class Progress {
  private static final Duration STEP = Duration.ofSeconds(30);

  private final PrintStream out;

  public Progress(PrintStream out) {
    this.out = out;
  }

  /** One line. */
  public void line(String text) {
    out.println(text);
    out.flush();
  }

  /** Lets so much time pass, and tells of it. */
  public void pass(String what, Duration length) throws InterruptedException {
    line("%s: %d s".formatted(what, length.toSeconds()));
    for (Duration gone = Duration.ZERO; gone.compareTo(length) < 0; gone = gone.plus(STEP)) {
      if (!gone.isZero()) {
        line("%s: %d of %d s".formatted(what, gone.toSeconds(), length.toSeconds()));
      }
      Duration left = length.minus(gone);
      Thread.sleep(left.compareTo(STEP) < 0 ? left : STEP);
    }
  }
}
