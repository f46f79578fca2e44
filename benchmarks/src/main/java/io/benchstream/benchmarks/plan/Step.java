package io.benchstream.benchmarks.plan;

import java.util.ArrayList;
import java.util.List;

/**
 * One measurement: a command, and how long it warms up and measures in a whole and in a quick run.
 *
 * @param name of its result, for example {@code publisher-500k}
 * @param group that it is chosen by, for example {@code publisher}
 * @param script in {@code benchmarks}
 * @param arguments that say what is measured
 * @param whole arguments of a whole run
 * @param quick arguments of a quick one, in place of {@code whole}
 */
public record Step(
    String name,
    String group,
    String script,
    List<String> arguments,
    List<String> whole,
    List<String> quick) {
  public Step {
    arguments = List.copyOf(arguments);
    whole = List.copyOf(whole);
    quick = List.copyOf(quick);
  }

  /** The arguments of a run. */
  public List<String> arguments(boolean quickly) {
    List<String> all = new ArrayList<>(arguments);
    all.addAll(quickly ? quick : whole);
    return all;
  }

  /** Whether it is meant by a word of {@code --only}: its group or its name. */
  public boolean matches(String word) {
    return word.equals(name) || word.equals(group);
  }
}
