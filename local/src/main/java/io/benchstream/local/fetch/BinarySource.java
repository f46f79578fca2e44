package io.benchstream.local.fetch;

import java.nio.file.Path;

/** One place where a program may be had from. */
interface BinarySource {

  Outcome find(Tool tool);

  /** What came of looking there. */
  sealed interface Outcome {
    record Found(Path binary) implements Outcome {}

    /**
     * Not there.
     *
     * @param where the place
     * @param why in the words of who refused, where there are any
     */
    record Missing(String where, String why) implements Outcome {}
  }
}
