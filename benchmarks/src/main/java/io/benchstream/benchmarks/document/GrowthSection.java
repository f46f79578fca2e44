package io.benchstream.benchmarks.document;

import io.benchstream.benchmarks.plan.Axis;
import java.util.ArrayList;
import java.util.List;

/** What grows with what, and how. */
final class GrowthSection implements Section {
  @Override
  public String name() {
    return "growth";
  }

  @Override
  public String markdown(Results results) {
    MarkdownTable table =
        new MarkdownTable("what grows", "to", "figure", "measured", "growth", "line");
    List<String> steps = new ArrayList<>();
    for (Axis axis : Axis.values()) {
      axis.points().forEach(value -> steps.add(axis.stepName(value)));
      for (Measure measure : Measure.values()) {
        row(table, GrowthCurve.of(results, axis, measure.figure), measure);
      }
    }
    return table + "\n" + Provenance.of(results, steps);
  }

  /** What is looked at. */
  private enum Measure {
    CPU("CPU without compilers, cores", "cores_without_compilers"),
    HEAP("heap in use, MiB", "heap_mib"),
    RESIDENT("resident memory, MiB", "resident_mib");

    private final String words;
    private final String figure;

    Measure(String words, String figure) {
      this.words = words;
      this.figure = figure;
    }
  }

  private static void row(MarkdownTable table, GrowthCurve curve, Measure measure) {
    Growth growth = curve.growth();
    boolean line = growth.verdict() == Growth.Verdict.LINEAR;
    table.row(
        curve.axis().label(),
        String.join(", ", curve.axis().points()),
        curve.axis().program() + ": " + measure.words,
        curve.words(),
        growth.verdict().words(),
        line
            ? "%s + %s for each %s"
                .formatted(
                    Figures.digits(growth.fixed()), Figures.digits(growth.perUnit()), curve.unit())
            : "");
  }
}
