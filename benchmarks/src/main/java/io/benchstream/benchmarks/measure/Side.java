package io.benchstream.benchmarks.measure;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * One side of a comparison: the programs that together do the work.
 *
 * @param name for messages
 * @param warmUp that they need where they run without the other sides: compilers and caches settle
 * @param programs each is started in its turn
 */
public record Side(String name, Duration warmUp, List<Program> programs) {
  public Side {
    programs = List.copyOf(programs);
  }

  /** A program that is not yet running. */
  @FunctionalInterface
  public interface Program {
    Subject start() throws IOException;
  }
}
