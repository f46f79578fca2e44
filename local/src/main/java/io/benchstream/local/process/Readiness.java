package io.benchstream.local.process;

/** Asks a program whether it is ready. */
@FunctionalInterface
public interface Readiness {

  Answer ask();

  /** What it says. */
  sealed interface Answer {
    /** It takes requests. */
    record Ready() implements Answer {}

    /** It does not answer: it is still starting. */
    record Silent() implements Answer {}

    /** It answers, but says that something is not well; {@code words} are its own. */
    record Unwell(String words) implements Answer {}
  }
}
