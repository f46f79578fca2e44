package io.benchstream.cli.compose;

import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The queries of all dashboards, and which of them have found data in a store so far. */
public final class DashboardQueries implements AutoCloseable {
  private final Store store;
  private final Map<String, String> reasons;
  private final Set<Dashboard.Query> open = new LinkedHashSet<>();
  private final Set<Dashboard.Variable> openVariables = new LinkedHashSet<>();
  private final Set<Dashboard.Query> listed = new LinkedHashSet<>();

  /**
   * @param reasons why queries that hold a text need not find anything, by that text
   */
  public DashboardQueries(URI store, Map<String, String> reasons) throws IOException {
    this.store = new Store(store);
    this.reasons = Map.copyOf(reasons);
    for (Dashboard dashboard : Dashboard.readAll(DashboardsTest.GRAFANA.resolve("dashboards"))) {
      openVariables.addAll(dashboard.variables());
      for (Dashboard.Query query : dashboard.queries()) {
        boolean excused = reasons.keySet().stream().anyMatch(query.expression()::contains);
        (excused ? listed : open).add(query);
      }
    }
  }

  /** Writes a page of a service, as of now. */
  public void store(String page, String job, String instance)
      throws IOException, InterruptedException {
    store.importPage(
        page, "extra_label=job=%s&extra_label=instance=%s".formatted(job, Store.encoded(instance)));
  }

  /** Asks again what has found nothing so far; returns what still finds nothing. */
  public List<String> stillWithoutData() throws IOException, InterruptedException {
    store.flush();
    for (Dashboard.Query query : List.copyOf(open)) {
      if (finds(query)) {
        open.remove(query);
      }
    }
    for (Dashboard.Variable variable : List.copyOf(openVariables)) {
      String selector = Dashboard.chosen(variable.selector());
      if (!store.labelValues(selector, variable.label()).isEmpty()) {
        openVariables.remove(variable);
      }
    }
    List<String> without = new ArrayList<>();
    open.forEach(query -> without.add(query.toString()));
    openVariables.forEach(variable -> without.add(variable.toString()));
    return without;
  }

  /** Reasons that no query needs any more, since there is none or all of them find data. */
  public List<String> uselessReasons() throws IOException, InterruptedException {
    List<String> useless = new ArrayList<>(reasons.keySet());
    for (Dashboard.Query query : listed) {
      // Asked in any case: a query that the store refuses is wrong, data or not.
      if (!finds(query)) {
        useless.removeIf(query.expression()::contains);
      }
    }
    return useless;
  }

  private boolean finds(Dashboard.Query query) throws IOException, InterruptedException {
    return !store.query(Dashboard.chosen(query.expression()), Instant.now()).isEmpty();
  }

  @Override
  public void close() {
    store.close();
  }
}
