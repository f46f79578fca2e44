package io.benchstream.gateway.view;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.benchstream.kpi.window.Coverage;
import io.benchstream.runtime.json.AvroJsonWriter;
import io.benchstream.schemas.KpiWindow;

/**
 * A KPI's window in JSON: the fields of its record, and under {@code quality} whether enough of the
 * window was seen to trust it.
 */
public final class KpiJson {
  private static final String PARTIAL = "partial";

  private final AvroJsonWriter writer = new AvroJsonWriter();

  public ObjectNode write(KpiWindow window) {
    Coverage coverage = Coverage.of(window);
    ObjectNode json = writer.write(window);
    json.withObject("/quality")
        .put("coverage", coverage.ratio())
        .put("lowCoverage", coverage.isLow());
    return json;
  }

  /** The same without the partial, which programs that merge windows read from the topic. */
  public ObjectNode writeWithoutPartial(KpiWindow window) {
    ObjectNode json = write(window);
    json.remove(PARTIAL);
    return json;
  }
}
