package io.benchstream.aggregator.session;

import io.benchstream.aggregator.scope.ScopeWindow;
import io.benchstream.kpi.window.KpiMerge;
import io.benchstream.schemas.KpiScope;
import io.benchstream.schemas.KpiWindow;
import io.benchstream.schemas.OffsetRange;
import io.benchstream.schemas.SessionReport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * One partition's scopes: keeps their final windows and answers requests from them, at once or when
 * the last window asked for is final. Not thread-safe.
 */
public final class ScopeReports {
  static final Comparator<KpiWindow> BY_SCOPE_AND_NAME =
      Comparator.comparing((KpiWindow kpi) -> kpi.getScope().getCluster())
          .thenComparing(kpi -> String.valueOf(kpi.getScope().getJob()))
          .thenComparing(KpiWindow::getKpi)
          .thenComparing(kpi -> new TreeMap<>(kpi.getScope().getLabels()).toString());

  private final ScopeHistory history;
  private final PendingStore pending;
  private final HistoryCodec codec;
  private final Consumer<Answer.Part> sink;
  private final Map<String, ReportRequest> waiting = new HashMap<>();

  /** A KPI of a scope. */
  private record Key(KpiScope scope, String kpi) {}

  /** Goes on from what the stores hold. */
  public ScopeReports(
      ScopeHistory history, PendingStore pending, HistoryCodec codec, Consumer<Answer.Part> sink) {
    this.history = history;
    this.pending = pending;
    this.codec = codec;
    this.sink = sink;
    pending.all().forEach(request -> waiting.put(key(request), request));
  }

  /** Keeps a final window. */
  public void keep(ScopeWindow window) {
    history.save(window.scope().key(), window.end(), codec.encode(window));
  }

  /**
   * Takes in a request.
   *
   * @param finalThrough end of the last final window
   */
  public void ask(ReportRequest request, long finalThrough) {
    waiting.put(key(request), request);
    pending.save(request);
    finalThrough(finalThrough);
  }

  /** Forgets what waits for a session that is gone; its window may end in years. */
  public void cancel(String sessionId) {
    waiting
        .values()
        .removeIf(
            request -> {
              boolean gone = request.sessionId().equals(sessionId);
              if (gone) {
                pending.delete(request);
              }
              return gone;
            });
  }

  /** Answers what waited for windows up to the end. */
  public void finalThrough(long end) {
    if (waiting.isEmpty()) {
      return;
    }
    List<ReportRequest> due =
        waiting.values().stream()
            .filter(request -> request.to() <= end)
            .sorted(Comparator.comparingLong(ReportRequest::number))
            .toList();
    for (ReportRequest request : due) {
      waiting.remove(key(request));
      pending.delete(request);
      sink.accept(
          new Answer.Part(request.sessionId(), request.number(), request.answers(), part(request)));
    }
  }

  private SessionReport part(ReportRequest request) {
    Part part = new Part(request);
    long first = request.from() + 1;
    if (request.selector().isEmpty()) {
      for (String scope : new TreeSet<>(request.scopes())) {
        history.forEach(scope, first, request.to(), part::add);
      }
    } else {
      history.forEachScope(first, request.to(), part::add);
    }
    return part.report();
  }

  private static String key(ReportRequest request) {
    return request.sessionId() + "/" + request.windowId();
  }

  /** A part in the making. */
  private final class Part {
    private final ReportRequest request;
    private final Map<Key, KpiMerge> merges = new LinkedHashMap<>();
    private final TreeSet<String> targetIds = new TreeSet<>();
    private final Map<Integer, OffsetRange> offsets = new TreeMap<>();

    Part(ReportRequest request) {
      this.request = request;
    }

    void add(String scope, long end, byte[] bytes) {
      ScopeWindow window = codec.decode(end, bytes);
      if (!request.scopes().contains(scope)
          && !window.labels().entrySet().containsAll(request.selector().entrySet())) {
        return;
      }
      targetIds.addAll(window.targetIds());
      window.offsets().forEach(range -> offsets.merge(range.getPartition(), range, Ranges::both));
      for (KpiWindow kpi : window.kpis()) {
        merges
            .computeIfAbsent(
                new Key(kpi.getScope(), kpi.getKpi()),
                key ->
                    new KpiMerge(
                        Instant.ofEpochMilli(request.from()), Instant.ofEpochMilli(request.to())))
            .add(kpi);
      }
    }

    SessionReport report() {
      List<KpiWindow> kpis =
          merges.values().stream().map(KpiMerge::result).sorted(BY_SCOPE_AND_NAME).toList();
      return ReportSize.fit(
          SessionReport.newBuilder()
              .setSessionId(request.sessionId())
              .setWindowId(request.windowId())
              .setWindowStart(Instant.ofEpochMilli(request.from()))
              .setWindowEnd(Instant.ofEpochMilli(request.to()))
              .setCreatedAt(Instant.EPOCH)
              .setKpis(kpis)
              .setTargetIds(new ArrayList<>(targetIds))
              .setRecipeVersion(Ranges.versions(kpis))
              .setOffsets(new ArrayList<>(offsets.values()))
              .build());
    }
  }
}
