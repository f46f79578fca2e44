package io.benchstream.benchmarks.document;

import io.benchstream.benchmarks.result.Result;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The commands as they were given, so that each figure can be had again. */
final class CommandsSection implements Section {
  @Override
  public String name() {
    return "commands";
  }

  @Override
  public String markdown(Results results) {
    Set<String> commands = new TreeSet<>();
    for (Result result : results.all()) {
      List<String> quoted =
          result.arguments().stream()
              .map(word -> word.contains(" ") ? "'" + word + "'" : word)
              .toList();
      commands.add((result.benchmark() + " " + String.join(" ", quoted)).strip());
    }
    return commands.isEmpty() ? "None yet." : "```\n%s\n```".formatted(String.join("\n", commands));
  }
}
