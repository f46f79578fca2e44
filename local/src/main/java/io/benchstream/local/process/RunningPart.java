package io.benchstream.local.process;

/** A part that has started and takes requests. */
public interface RunningPart extends AutoCloseable {

  /** Stops it; returns when it has ended. A second call does nothing. */
  @Override
  void close();
}
