package io.benchstream.benchmarks.measure;

/**
 * Something besides the programs that grows while they are measured.
 *
 * @param name what {@link Observation#probe} calls it
 */
public record Probe(String name, Reading reading) {
  /** Reads what it has come to. */
  @FunctionalInterface
  public interface Reading {
    double read() throws java.io.IOException, InterruptedException;
  }
}
