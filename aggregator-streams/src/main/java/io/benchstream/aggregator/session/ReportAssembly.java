package io.benchstream.aggregator.session;

import io.benchstream.aggregator.bytes.CompactReader;
import io.benchstream.aggregator.bytes.CompactWriter;
import io.benchstream.schemas.KpiWindow;
import io.benchstream.schemas.OffsetRange;
import io.benchstream.schemas.SessionReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the parts of reports together; a report comes out when the last part is there. Parts of an
 * earlier request are left out. Not thread-safe.
 */
public final class ReportAssembly {
  private static final Logger LOG = LoggerFactory.getLogger(ReportAssembly.class);

  /** Whoever lost its state and reads old sessions again must not replace their reports. */
  private static final Duration EMPTY_REPORT_WITHIN = Duration.ofHours(1);

  private final AssemblyStore store;
  private final Sink sink;

  public ReportAssembly(AssemblyStore store, Sink sink) {
    this.store = store;
    this.sink = sink;
  }

  /** Where reports go. */
  @FunctionalInterface
  public interface Sink {
    /**
     * A report, or the end of one.
     *
     * @param key {@code <session>}, or {@code <session>/<window>}
     * @param report null where the session is gone
     */
    void report(String key, @Nullable SessionReport report);
  }

  /**
   * How far a report is. Its parts stand under keys of their own, for each may be as large as a
   * record can be.
   *
   * @param number of the request
   * @param parts how many there are; 0 once the report came out
   */
  private record Progress(long number, int parts) {
    byte[] toBytes() {
      return new CompactWriter().signed(number).unsigned(parts).toBytes();
    }

    static Progress of(byte @Nullable [] bytes) {
      if (bytes == null) {
        return new Progress(-1, 0);
      }
      CompactReader in = new CompactReader(bytes);
      return new Progress(in.signed(), in.count());
    }
  }

  /**
   * Takes in an answer.
   *
   * @param now the wall clock, in milliseconds since the epoch
   */
  public void accept(Answer answer, long now) {
    switch (answer) {
      case Answer.Removed removed -> {
        for (String windowId : removed.windowIds()) {
          String key = key(removed.sessionId(), windowId);
          clear(key, Progress.of(store.find(key)));
          store.save(key, new Progress(removed.number(), 0).toBytes());
          sink.report(key, null);
        }
      }
      case Answer.Part part -> accept(part, now);
    }
  }

  private void accept(Answer.Part part, long now) {
    String key = key(part.sessionId(), part.part().getWindowId());
    Progress before = Progress.of(store.find(key));
    if (part.number() < before.number()) {
      return;
    }
    if (part.number() > before.number()) {
      clear(key, before);
      before = new Progress(part.number(), 0);
    }
    int parts = before.parts() + 1;
    if (parts < part.answers()) {
      store.save(partKey(key, before.parts()), part.toBytes());
      store.save(key, new Progress(part.number(), parts).toBytes());
      return;
    }
    List<SessionReport> all = new ArrayList<>();
    for (int i = 0; i < before.parts(); i++) {
      byte[] bytes = store.find(partKey(key, i));
      if (bytes != null && Answer.of(bytes) instanceof Answer.Part earlier) {
        all.add(earlier.part());
      }
    }
    all.add(part.part());
    clear(key, before);
    store.save(key, new Progress(part.number(), 0).toBytes());
    emit(key, merge(all, now), now);
  }

  private void clear(String key, Progress progress) {
    for (int i = 0; i < progress.parts(); i++) {
      store.delete(partKey(key, i));
    }
  }

  private static String partKey(String key, int part) {
    return key + '\0' + part;
  }

  private void emit(String key, SessionReport report, long now) {
    boolean old = report.getWindowEnd().toEpochMilli() < now - EMPTY_REPORT_WITHIN.toMillis();
    if (report.getKpis().isEmpty() && report.getWindowId().isEmpty() && old) {
      LOG.warn("session {} ended long ago and nothing is left of it: no report", key);
      return;
    }
    sink.report(key, report);
  }

  /** Each scope is in one part only: the KPIs need no more merging. */
  private static SessionReport merge(List<SessionReport> parts, long now) {
    SessionReport first = parts.getFirst();
    List<KpiWindow> kpis = new ArrayList<>();
    TreeSet<String> targetIds = new TreeSet<>();
    Map<Integer, OffsetRange> offsets = new TreeMap<>();
    int leftOut = 0;
    for (SessionReport part : parts) {
      leftOut += part.getKpisLeftOut();
      kpis.addAll(part.getKpis());
      targetIds.addAll(part.getTargetIds());
      part.getOffsets().forEach(range -> offsets.merge(range.getPartition(), range, Ranges::both));
    }
    kpis.sort(ScopeReports.BY_SCOPE_AND_NAME);
    return ReportSize.fit(
        SessionReport.newBuilder(first)
            .setCreatedAt(Instant.ofEpochMilli(now))
            .setKpis(kpis)
            .setTargetIds(new ArrayList<>(targetIds))
            .setRecipeVersion(Ranges.versions(kpis))
            .setOffsets(new ArrayList<>(offsets.values()))
            .setKpisLeftOut(leftOut)
            .build());
  }

  private static String key(String sessionId, String windowId) {
    return windowId.isEmpty() ? sessionId : sessionId + "/" + windowId;
  }
}
