package io.benchstream.benchmarks.result;

import java.nio.file.Path;

/** Where the scripts are that start benchmarks: the directory {@code benchmarks} of the sources. */
public final class ScriptHome {
  private ScriptHome() {}

  /** As the scripts tell it; this process' directory where it was not started by one of them. */
  public static Path directory() {
    return Path.of(System.getProperty("benchmarks.home", "")).toAbsolutePath();
  }
}
