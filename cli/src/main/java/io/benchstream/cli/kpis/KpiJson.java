package io.benchstream.cli.kpis;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.benchstream.kpi.window.Coverage;
import io.benchstream.runtime.json.AvroJsonWriter;
import io.benchstream.schemas.KpiWindow;

/**
 * One KPI of one window in JSON: its record, and under {@code quality} whether enough of the window
 * was seen to trust it, as the gateway tells it.
 */
public final class KpiJson {
  private final AvroJsonWriter writer = new AvroJsonWriter();

  public ObjectNode write(KpiWindow kpi) {
    Coverage coverage = Coverage.of(kpi);
    ObjectNode json = writer.write(kpi);
    json.withObject("/quality")
        .put("coverage", coverage.ratio())
        .put("lowCoverage", coverage.isLow());
    return json;
  }
}
