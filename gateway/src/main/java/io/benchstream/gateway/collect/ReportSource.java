package io.benchstream.gateway.collect;

import io.benchstream.gateway.view.ReportCatalogue;
import io.benchstream.schemas.SessionReport;
import java.util.Optional;

/** Where reports are read from. */
@FunctionalInterface
public interface ReportSource {
  /**
   * The report at a place; empty where another has replaced it meanwhile. Blocks.
   *
   * @throws io.benchstream.gateway.problem.ProblemException 503 where it cannot be read in time
   */
  Optional<SessionReport> read(ReportCatalogue.Place place);
}
