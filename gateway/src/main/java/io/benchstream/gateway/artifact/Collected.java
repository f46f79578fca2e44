package io.benchstream.gateway.artifact;

import io.benchstream.schemas.Session;
import io.benchstream.schemas.SessionReport;
import io.benchstream.schemas.SessionWindow;
import io.benchstream.schemas.Target;
import java.util.List;
import java.util.Map;

/**
 * All that is known of a collected window.
 *
 * @param session as it is
 * @param window as it was asked for
 * @param report KPIs over the whole of it
 * @param kpis windows in it
 * @param targets by id those of the report's that still stand
 * @param topicPrefix of the topics that the offsets are of
 */
public record Collected(
    Session session,
    SessionWindow window,
    SessionReport report,
    KpiTable kpis,
    Map<String, Target> targets,
    String topicPrefix) {
  /** The summary. */
  public List<SummaryRow> summary() {
    return SummaryRow.of(report);
  }

  /** The least coverage of all KPIs, 0 to 1. */
  public double coverage() {
    return summary().stream().mapToDouble(SummaryRow::coverage).min().orElse(0);
  }
}
