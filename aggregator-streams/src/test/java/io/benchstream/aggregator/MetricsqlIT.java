package io.benchstream.aggregator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.benchstream.aggregator.recipe.Recipe;
import io.benchstream.aggregator.recipe.RecipeLoader;
import io.benchstream.aggregator.recipe.RecipeSet;
import io.benchstream.aggregator.topology.KpiKey;
import io.benchstream.aggregator.window.ScrapeMaker;
import io.benchstream.aggregator.window.Undisturbed;
import io.benchstream.aggregator.window.Windows;
import io.benchstream.local.broker.LocalBroker;
import io.benchstream.local.junit.SharedParts;
import io.benchstream.local.registry.LocalRegistry;
import io.benchstream.local.victoriametrics.LocalVictoriaMetrics;
import io.benchstream.schemas.Bucket;
import io.benchstream.schemas.KpiType;
import io.benchstream.schemas.KpiWindow;
import io.benchstream.schemas.Scrape;
import io.benchstream.schemas.ScrapeOutcome;
import io.benchstream.schemas.Session;
import io.benchstream.schemas.SessionReport;
import io.benchstream.schemas.SessionState;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same samples go to VictoriaMetrics and to the aggregator; every value of every window is
 * compared with the MetricsQL query that its recipe names. Four minutes of data, with a restart of
 * a server, a gap, and a series that appears late.
 */
@ExtendWith(SharedParts.class)
class MetricsqlIT {
  private static final int SECONDS = 240;
  private static final long WINDOW = 10_000;

  @TempDir Path stateDir;

  @Test
  void everyKpiOfEveryWindowIsWhatItsQueryGives(
      LocalBroker broker, LocalRegistry registry, LocalVictoriaMetrics victoriaMetrics) {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    RecipeSet recipes = new RecipeLoader().defaults();
    long start = (System.currentTimeMillis() / WINDOW - 60) * WINDOW;
    List<KpiWindow> finals;
    try (AggregatorWorld world = new AggregatorWorld(broker, registry, "metricsql", 4);
        MetricsqlStore store = new MetricsqlStore(victoriaMetrics)) {
      List<Scrape> records = samples(random, start, store);
      world.send(records);
      store.flush();
      AggregatorConfig config = AggregatorConfig.of(world.kafka, stateDir);
      Set<String> expected =
          Undisturbed.kpis(new Windows(config.window(), config.grace()), records).stream()
              .filter(kpi -> end(kpi) <= start + SECONDS * 1_000L)
              .map(MetricsqlIT::id)
              .collect(Collectors.toSet());
      world.start(config);
      await()
          .atMost(AggregatorWorld.PATIENCE)
          .pollInterval(Duration.ofMillis(200))
          .until(
              () ->
                  world.finals().stream()
                      .map(MetricsqlIT::id)
                      .collect(Collectors.toSet())
                      .containsAll(expected));
      finals = world.finals();
      assertThat(finals).doesNotHaveDuplicates();
      int compared = 0;
      for (KpiWindow kpi : finals) {
        // What was before the first scrape is for each to guess.
        if (end(kpi) > start + WINDOW && end(kpi) <= start + SECONDS * 1_000L) {
          compare(seed, kpi, recipes.find(kpi.getKpi()).orElseThrow(), store);
          compared++;
        }
      }
      noneIsMissing(finals, recipes, start, store);
      wholeSession(world, recipes, start, store);
      assertThat(compared).isGreaterThan(SECONDS / 10 * 10);
    }
    assertThat(finals)
        .extracting(KpiWindow::getType)
        .contains(KpiType.RATE, KpiType.RATIO, KpiType.GAUGE, KpiType.HISTOGRAM);
    assertThat(finals).anyMatch(kpi -> kpi.getQuality().getCounterResets() > 0);
    assertThat(finals).anyMatch(kpi -> kpi.getQuality().getGapMs() > 20_000);
  }

  /** Of a window that is not told the store has nothing to tell either. */
  private static void noneIsMissing(
      List<KpiWindow> finals, RecipeSet recipes, long start, MetricsqlStore store) {
    Map<String, KpiWindow> kinds = new TreeMap<>();
    finals.forEach(kpi -> kinds.put(KpiKey.of(kpi.getScope(), kpi.getKpi()), kpi));
    Set<String> told = finals.stream().map(MetricsqlIT::id).collect(Collectors.toSet());
    kinds.forEach(
        (key, kpi) -> {
          String query =
              recipes.find(kpi.getKpi()).orElseThrow().query().replace("$quantile", "0.5");
          for (long end = start + 2 * WINDOW; end <= start + SECONDS * 1_000L; end += WINDOW) {
            if (!told.contains(key + " " + Instant.ofEpochMilli(end))) {
              assertThat(store.query(query(kpi, query), end).orElse(Double.NaN))
                  .as("%s at %s", key, Instant.ofEpochMilli(end))
                  .isNaN();
            }
          }
        });
  }

  /** A session's report is what one query over all of its time gives, gap and restart included. */
  private static void wholeSession(
      AggregatorWorld world, RecipeSet recipes, long start, MetricsqlStore store) {
    long end = start + SECONDS * 1_000L;
    world.send(
        Session.newBuilder()
            .setId("s1")
            .setJobs(List.of("c1/job0", "c1/job1", "c1/node"))
            .setState(SessionState.ENDED)
            .setStart(Instant.ofEpochMilli(start + WINDOW))
            .setEnd(Instant.ofEpochMilli(end))
            .build());
    await()
        .atMost(AggregatorWorld.PATIENCE)
        .pollInterval(Duration.ofMillis(200))
        .until(() -> world.reports().containsKey("s1"));
    SessionReport report = Objects.requireNonNull(world.reports().get("s1"));
    assertThat(report.getTargetIds()).containsExactly("n0", "v0", "v1", "v2");
    String length = (SECONDS - WINDOW / 1_000) + "";
    int compared = 0;
    for (KpiWindow kpi : report.getKpis()) {
      assertThat(kpi.getPartial().getDurationMs()).isEqualTo(SECONDS * 1_000L - WINDOW);
      String what = kpi.getKpi() + " of " + kpi.getScope();
      Recipe recipe = recipes.find(kpi.getKpi()).orElseThrow();
      if (kpi.getType() == KpiType.RATE || kpi.getType() == KpiType.RATIO) {
        double theirs = store.query(query(kpi, recipe.query(), length), end).orElseThrow();
        assertThat(kpi.getValues().get("value"))
            .as(what)
            .isCloseTo(theirs, within(1e-12 * Math.abs(theirs)));
        compared++;
      } else if (kpi.getType() == KpiType.HISTOGRAM) {
        double theirs =
            store
                .query(query(kpi, recipe.query().replace("$quantile", "0.95"), length), end)
                .orElseThrow();
        assertThat(kpi.getValues().get("p95")).as(what).isCloseTo(theirs, within(1e-9 * theirs));
        compared++;
      }
    }
    assertThat(compared).isGreaterThan(10);
  }

  private static List<Scrape> samples(Random random, long start, MetricsqlStore store) {
    List<Scrape> records = new ArrayList<>();
    ScrapeMaker[] servers = new ScrapeMaker[3];
    VllmPage[] pages = new VllmPage[servers.length];
    for (int i = 0; i < servers.length; i++) {
      servers[i] = new ScrapeMaker("v" + i, "c1", "job" + i / 2, Duration.ofSeconds(1));
      pages[i] = new VllmPage(random, 1_000_000);
    }
    ScrapeMaker node = new ScrapeMaker("n0", "c1", "node", Duration.ofSeconds(5));
    double idle = 50_000;
    double user = 90_000;
    for (int second = 1; second <= SECONDS; second++) {
      long time = start + second * 1_000L - 300;
      for (int i = 0; i < servers.length; i++) {
        if (i == 1 && second == 77) {
          pages[i].restart();
        }
        if (i == 2 && second > 115 && second < 145) {
          records.addAll(servers[i].without(time, ScrapeOutcome.CONNECTION_FAILURE));
          continue;
        }
        add(records, servers[i], store, time, "v" + i, "job" + i / 2, pages[i].next());
      }
      if (second % 5 == 2) {
        idle += random.nextInt(40) / 8.0;
        user += random.nextInt(40) / 8.0;
        List<String> page = new ArrayList<>();
        page.add("node_cpu_seconds_total{cpu=\"0\",mode=\"idle\"} " + idle);
        page.add("node_cpu_seconds_total{cpu=\"0\",mode=\"user\"} " + user);
        page.add("node_memory_MemAvailable_bytes " + (1000 + random.nextInt(5000)));
        page.add("node_memory_MemTotal_bytes 8192");
        if (second > 100) {
          page.add("node_cpu_seconds_total{cpu=\"1\",mode=\"iowait\"} " + (second - 100) / 8.0);
        }
        add(records, node, store, time, "n0", "node", page.toArray(String[]::new));
      }
    }
    return records;
  }

  private static void add(
      List<Scrape> records,
      ScrapeMaker maker,
      MetricsqlStore store,
      long time,
      String target,
      String job,
      String... page) {
    records.addAll(maker.page(time, page));
    store.add(time, "cluster=\"c1\",job=\"%s\",instance=\"%s:80\"".formatted(job, target), page);
  }

  private static void compare(long seed, KpiWindow kpi, Recipe recipe, MetricsqlStore store) {
    String what =
        "%s of %s at %s, seed %d".formatted(kpi.getKpi(), kpi.getScope(), kpi.getWindowEnd(), seed);
    if (kpi.getType() == KpiType.HISTOGRAM) {
      for (String quantile : List.of("0.5", "0.95", "0.99")) {
        String name = "p" + Math.round(Double.parseDouble(quantile) * 100);
        OptionalDouble theirs =
            store.query(query(kpi, recipe.query().replace("$quantile", quantile)), end(kpi));
        Double ours = kpi.getValues().get(name);
        assertThat(ours == null).as(what).isEqualTo(Double.isNaN(theirs.orElse(Double.NaN)));
        if (ours != null) {
          assertThat(ours).as(what).isCloseTo(theirs.getAsDouble(), within(1e-9 * ours));
        }
      }
      buckets(kpi, recipe, store, what);
      return;
    }
    Double ours = kpi.getValues().get(kpi.getType() == KpiType.GAUGE ? "avg" : "value");
    double theirs = store.query(query(kpi, recipe.query()), end(kpi)).orElse(Double.NaN);
    if (ours == null) {
      assertThat(theirs).as(what).isNaN();
    } else if (kpi.getType() == KpiType.RATE) {
      assertThat(ours).as(what).isEqualTo(Double.isNaN(theirs) ? 0 : theirs);
    } else {
      assertThat(ours).as(what).isCloseTo(theirs, within(1e-12 * Math.abs(theirs)));
    }
  }

  /** The increase of each bucket is exact. */
  private static void buckets(KpiWindow kpi, Recipe recipe, MetricsqlStore store, String what) {
    String inner = recipe.query().replaceAll(".*sum\\((increase\\([^)]*\\)).*", "$1");
    Map<String, Double> theirs =
        store.queryBy("le", query(kpi, "sum(%s) by (le)".formatted(inner)), end(kpi));
    for (Bucket bucket : kpi.getPartial().getBuckets()) {
      double bound = bucket.getUpperBound();
      String le = Double.isInfinite(bound) ? "+Inf" : Double.toString(bound);
      assertThat(bucket.getIncrease()).as(what + le).isEqualTo(theirs.getOrDefault(le, 0.0));
    }
  }

  private static String query(KpiWindow kpi, String query) {
    return query(kpi, query, "10");
  }

  private static String query(KpiWindow kpi, String query, String seconds) {
    Map<String, String> labels = new TreeMap<>(kpi.getScope().getLabels());
    labels.put("cluster", kpi.getScope().getCluster());
    labels.put("job", String.valueOf(kpi.getScope().getJob()));
    String selector =
        labels.entrySet().stream()
            .map(label -> label.getKey() + "=\"" + label.getValue() + "\"")
            .collect(Collectors.joining(","));
    return query
        .replace("$selector", selector)
        .replace("$window", seconds + "s")
        .replace("$seconds", seconds);
  }

  private static String id(KpiWindow kpi) {
    return KpiKey.of(kpi.getScope(), kpi.getKpi()) + " " + kpi.getWindowEnd();
  }

  private static long end(KpiWindow kpi) {
    return kpi.getWindowEnd().toEpochMilli();
  }
}
