package io.benchstream.benchmarks.result;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a benchmark ran on.
 *
 * @param commit of the sources, with {@code +} where files differed from it; {@code unknown}
 *     outside of a repository
 * @param cpu the processor's model
 * @param cores that this process may use
 * @param memoryMib of the machine
 * @param kernel the operating system's release
 * @param jvm version and vendor
 * @param versions of the other programs
 */
public record Environment(
    String commit,
    String cpu,
    int cores,
    long memoryMib,
    String kernel,
    String jvm,
    Map<String, String> versions) {
  public Environment {
    versions = Collections.unmodifiableMap(new TreeMap<>(versions));
  }

  /** The machine, in one line. */
  public String machine() {
    return "%s, %d cores, %.0f GiB, %s, %s".formatted(cpu, cores, memoryMib / 1024.0, kernel, jvm);
  }
}
