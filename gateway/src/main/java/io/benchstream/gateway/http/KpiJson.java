package io.benchstream.gateway.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.benchstream.kpi.window.Coverage;
import io.benchstream.runtime.json.AvroJsonWriter;
import io.benchstream.schemas.KpiWindow;

/**
 * A KPI's window in JSON: the fields of its record, and under {@code quality} whether enough of the
 * window was seen to trust it.
 */
final class KpiJson {
  /** Of use to programs that merge windows, who read the topic. */
  private static final String PARTIAL = "partial";

  private final AvroJsonWriter writer = new AvroJsonWriter();

  ObjectNode write(KpiWindow window) {
    Coverage coverage = Coverage.of(window);
    ObjectNode json = writer.write(window);
    json.remove(PARTIAL);
    json.withObject("/quality")
        .put("coverage", coverage.ratio())
        .put("lowCoverage", coverage.isLow());
    return json;
  }
}
