package io.benchstream.cli.simulator.http;

/**
 * What became of the requests so far: sent = completed + failed + underWay.
 *
 * @param dropped arrivals that were not sent because too many were under way
 */
public record LoadCounts(long sent, long completed, long failed, long dropped, int underWay) {
  public static final LoadCounts NONE = new LoadCounts(0, 0, 0, 0, 0);

  LoadCounts sendOne() {
    return new LoadCounts(sent + 1, completed, failed, dropped, underWay + 1);
  }

  LoadCounts finishOne(boolean ok) {
    return new LoadCounts(
        sent, completed + (ok ? 1 : 0), failed + (ok ? 0 : 1), dropped, underWay - 1);
  }

  LoadCounts dropOne() {
    return new LoadCounts(sent, completed, failed, dropped + 1, underWay);
  }
}
