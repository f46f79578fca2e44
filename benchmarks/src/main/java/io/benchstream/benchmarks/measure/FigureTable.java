package io.benchstream.benchmarks.measure;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Figures of several programs side by side, for the terminal. */
public final class FigureTable {
  private static final List<String> ROWS =
      List.of("samples_per_second", "cores", "cpu_us", "compilers_us", "resident_mib", "heap_mib");

  private FigureTable() {}

  /** A column for each program, then a line for each of the other figures. */
  public static String text(Map<String, Double> figures, List<String> programs) {
    StringBuilder text = new StringBuilder("%-34s".formatted(""));
    programs.forEach(program -> text.append("%14s".formatted(program)));
    text.append('\n');
    for (String row : ROWS) {
      text.append("%-34s".formatted(row));
      for (String program : programs) {
        Double value = figures.get(program + "." + row);
        text.append("%14s".formatted(value == null || value.isNaN() ? "-" : number(value)));
      }
      text.append('\n');
    }
    figures.entrySet().stream()
        .filter(figure -> programs.stream().noneMatch(name -> of(figure.getKey(), name)))
        .forEach(
            figure ->
                text.append("%-34s%14s%n".formatted(figure.getKey(), number(figure.getValue()))));
    return text.toString();
  }

  /** The CPU time of the threads of those programs that have several. */
  public static String threads(Collection<Observation> programs) {
    StringBuilder text = new StringBuilder();
    for (Observation program : programs) {
      if (program.threads().lines().count() > 1) {
        text.append("CPU of %s by thread:%n%s".formatted(program.subject(), program.threads()));
      }
    }
    return text.toString();
  }

  private static boolean of(String figure, String program) {
    return figure.startsWith(program + ".")
        && ROWS.contains(figure.substring(program.length() + 1));
  }

  private static String number(double value) {
    return Math.abs(value) >= 100 || value == 0
        ? "%,.0f".formatted(value)
        : "%.4g".formatted(value);
  }
}
