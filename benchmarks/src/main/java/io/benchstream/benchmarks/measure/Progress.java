package io.benchstream.benchmarks.measure;

import java.io.PrintStream;

/** Tells people how far a benchmark is, line by line. */
public final class Progress {
  private final PrintStream out;

  public Progress(PrintStream out) {
    this.out = out;
  }

  /** One line. */
  public void line(String text) {
    out.println(text);
    out.flush();
  }
}
