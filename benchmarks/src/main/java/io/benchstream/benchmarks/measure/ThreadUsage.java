package io.benchstream.benchmarks.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** CPU time of a process by the names of its threads, from {@code /proc/<pid>/task} (proc(5)). */
public final class ThreadUsage {
  private static final double TICKS_PER_SECOND = 100;
  private static final int UTIME = 11; // fields after the name's closing parenthesis
  private static final int STIME = 12;

  private final Map<String, Double> seconds = new TreeMap<>();

  /** Reads the usage of the threads that live. */
  public static ThreadUsage of(long pid) throws IOException {
    ThreadUsage usage = new ThreadUsage();
    List<Path> tasks;
    try (Stream<Path> listed = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
      tasks = listed.toList();
    }
    for (Path task : tasks) {
      usage.add(task);
    }
    return usage;
  }

  private void add(Path task) throws IOException {
    try {
      String stat = Files.readString(task.resolve("stat"));
      int open = stat.indexOf('(');
      int close = stat.lastIndexOf(')');
      String[] fields = stat.substring(close + 2).split(" ", -1);
      long ticks = Long.parseLong(fields[UTIME]) + Long.parseLong(fields[STIME]);
      String name = stat.substring(open + 1, close).replaceAll("[-#]?[0-9]+$", "");
      seconds.merge(name, ticks / TICKS_PER_SECOND, Double::sum);
    } catch (NoSuchFileException ended) {
      // Between the list and the look.
    }
  }

  /** The largest shares since an earlier reading, as {@code name seconds}. */
  public String since(ThreadUsage earlier) {
    StringBuilder text = new StringBuilder();
    seconds.entrySet().stream()
        .map(entry -> Map.entry(entry.getKey(), entry.getValue() - earlier.of(entry.getKey())))
        .filter(entry -> entry.getValue() >= 0.1)
        .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
        .forEach(entry -> text.append("  %s %.1f s%n".formatted(entry.getKey(), entry.getValue())));
    return text.toString();
  }

  /** What the JIT compilers have used since an earlier reading, in microseconds. */
  public double compilerMicrosSince(ThreadUsage earlier) {
    return Math.max(0, compilers() - earlier.compilers()) * 1e6;
  }

  private double compilers() {
    return seconds.entrySet().stream()
        .filter(entry -> entry.getKey().contains("CompilerThre"))
        .mapToDouble(Map.Entry::getValue)
        .sum();
  }

  private double of(String name) {
    return seconds.getOrDefault(name, 0.0);
  }
}
