package io.benchstream.benchmarks.document;

import io.benchstream.benchmarks.result.Environment;
import io.benchstream.benchmarks.result.Result;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What all of it was measured on; a paragraph for each machine. */
final class MachineSection implements Section {
  @Override
  public String name() {
    return "machine";
  }

  @Override
  public String markdown(Results results) {
    Map<String, Map<String, Set<String>>> versions = new TreeMap<>();
    Map<String, Set<String>> commits = new TreeMap<>();
    for (Result result : results.all()) {
      Environment environment = result.environment();
      String machine = environment.machine();
      commits.computeIfAbsent(machine, _ -> new TreeSet<>()).add("`" + environment.commit() + "`");
      Map<String, Set<String>> programs = versions.computeIfAbsent(machine, _ -> new TreeMap<>());
      environment
          .versions()
          .forEach(
              (program, version) ->
                  programs.computeIfAbsent(program, _ -> new TreeSet<>()).add(version));
    }
    if (commits.isEmpty()) {
      return "Nothing was measured yet.";
    }
    StringBuilder text = new StringBuilder();
    commits.forEach(
        (machine, of) ->
            text.append(
                "- %s; %s; at commit %s\n"
                    .formatted(
                        machine,
                        programs(versions.getOrDefault(machine, Map.of())),
                        String.join(", ", of))));
    return text.toString();
  }

  private static String programs(Map<String, Set<String>> versions) {
    return versions.entrySet().stream()
        .map(program -> program.getKey() + " " + String.join(" and ", program.getValue()))
        .collect(Collectors.joining(", "));
  }
}
