package io.benchstream.cli.simulator.engine;

/** Hears what becomes of one request, on the thread that moves the engine. */
public interface CompletionListener {
  /** One more token is there; {@code number} counts from 1. */
  default void token(int number) {}

  /** The last token is there. */
  void completed(Completion completion);
}
