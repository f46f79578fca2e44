package io.benchstream.aggregator.session;

import io.benchstream.schemas.KpiWindow;
import io.benchstream.schemas.SessionReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps a report within one record of a topic: a broker takes 1 MB by default. */
final class ReportSize {
  private static final Logger LOG = LoggerFactory.getLogger(ReportSize.class);
  private static final int MAX_BYTES = 900_000;

  private ReportSize() {}

  /**
   * The report, or one without what it can do without: first the buckets of histograms, whose
   * quantiles are there, then KPIs from the end, of which it tells how many.
   */
  static SessionReport fit(SessionReport report) {
    if (bytes(report) <= MAX_BYTES) {
      return report;
    }
    LOG.warn(
        "the report of session {} is larger than {} bytes: it goes without buckets; name fewer jobs",
        report.getSessionId(),
        MAX_BYTES);
    report.getKpis().forEach(kpi -> kpi.getPartial().setBuckets(List.of()));
    while (bytes(report) > MAX_BYTES && !report.getKpis().isEmpty()) {
      List<KpiWindow> kpis = report.getKpis();
      int kept = kpis.size() * 3 / 4;
      LOG.warn("{} of its {} KPIs are left out", kpis.size() - kept, kpis.size());
      report.setKpisLeftOut(report.getKpisLeftOut() + kpis.size() - kept);
      report.setKpis(kpis.subList(0, kept));
    }
    return report;
  }

  private static int bytes(SessionReport report) {
    try {
      return report.toByteBuffer().remaining();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
