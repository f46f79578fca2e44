package io.benchstream.kpi.window;

import io.benchstream.schemas.KpiPartial;
import java.util.List;

/** Merges the mergeable parts of KPIs. */
public final class KpiPartials {
  private KpiPartials() {}

  /**
   * The partial of several windows of one KPI and scope, none of which overlap.
   *
   * @param partials by rising time; at least one
   */
  public static KpiPartial merge(List<KpiPartial> partials) {
    PartialSum sum = new PartialSum();
    partials.forEach(sum::add);
    return sum.toPartial();
  }
}
