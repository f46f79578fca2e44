package io.benchstream.aggregator.session;

import java.util.List;

/** Where requests wait for windows that are not final yet. */
public interface PendingStore {
  /** Puts a request in the place of an earlier one for the same window of the same session. */
  void save(ReportRequest request);

  void delete(ReportRequest request);

  List<ReportRequest> all();
}
