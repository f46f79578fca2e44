package io.benchstream.aggregator.recipe;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.benchstream.schemas.KpiType;
import java.util.List;
import org.apache.avro.SchemaNormalization;

/**
 * One KPI.
 *
 * @param name snake_case, unique in its set
 * @param help what it is, for people
 * @param unit unit of its values, after {@code scale}
 * @param definition series and type
 * @param by labels that a scope is split by, beside cluster and job
 * @param scale factor from the series' unit to the KPI's
 * @param valid values of gauges that count, before {@code scale}
 * @param query MetricsQL query that gives the same value; {@code $selector} stands for the scope's
 *     matchers, {@code $window} for the window's length, to be evaluated at the window's end
 */
public record Recipe(
    String name,
    String help,
    String unit,
    Definition definition,
    List<String> by,
    double scale,
    ValueRange valid,
    String query) {
  public Recipe {
    by = List.copyOf(by);
  }

  public KpiType type() {
    return definition.type();
  }

  /** Of a histogram; otherwise none. */
  public List<Double> quantiles() {
    return definition instanceof Definition.Histogram histogram ? histogram.quantiles() : List.of();
  }

  /**
   * Identifies what the KPI's state depends on: recipes with the same id can go on with each
   * other's state.
   */
  public long definitionId() {
    String text = name + '\n' + definition + '\n' + by + '\n' + valid;
    return SchemaNormalization.fingerprint64(text.getBytes(UTF_8));
  }
}
