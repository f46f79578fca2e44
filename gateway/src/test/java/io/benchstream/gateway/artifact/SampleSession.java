package io.benchstream.gateway.artifact;

import io.benchstream.kpi.window.KpiMerge;
import io.benchstream.kpi.window.KpiValues;
import io.benchstream.schemas.Bucket;
import io.benchstream.schemas.Endpoint;
import io.benchstream.schemas.KpiPartial;
import io.benchstream.schemas.KpiQuality;
import io.benchstream.schemas.KpiScope;
import io.benchstream.schemas.KpiType;
import io.benchstream.schemas.KpiWindow;
import io.benchstream.schemas.OffsetRange;
import io.benchstream.schemas.Session;
import io.benchstream.schemas.SessionReport;
import io.benchstream.schemas.SessionState;
import io.benchstream.schemas.SessionTarget;
import io.benchstream.schemas.SessionWindow;
import io.benchstream.schemas.WindowStatus;
import io.benchstream.schemas.topics.TargetIds;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Twelve minutes of a vLLM server with a GPU, from a seed: load that rises, a wave in it, half a
 * minute of which little was seen and one of which nothing was.
 */
public final class SampleSession {
  public static final String ID = "llama-3-8b-rate-sweep";
  public static final Instant START = Instant.parse("2026-05-01T12:00:00Z");
  private static final int WINDOWS = 144;
  private static final int SECONDS = 5;
  private static final double[] BOUNDS = {
    .005,
    .01,
    .015,
    .02,
    .025,
    .03,
    .04,
    .05,
    .075,
    .1,
    .15,
    .2,
    .3,
    .5,
    .75,
    1,
    1.5,
    2.5,
    5,
    7.5,
    10,
    15,
    20,
    30,
    45,
    60,
    Double.POSITIVE_INFINITY
  };

  private final Random random = new Random(7);
  private final KpiScope scope;
  private final Instant start;

  private SampleSession(KpiScope scope, Instant start) {
    this.scope = scope;
    this.start = start;
  }

  /** When a session ends that begins then. */
  public static Instant end(Instant start) {
    return start.plusSeconds((long) WINDOWS * SECONDS);
  }

  /** The session. */
  public static Session session() {
    return Session.newBuilder()
        .setId(ID)
        .setLabels(Map.of("model", "llama-3-8b", "gpu", "1 x H100", "run", "nightly"))
        .setJobs(List.of(ID + "/3607637"))
        .setState(SessionState.ENDED)
        .setStart(START)
        .setEnd(end(START))
        .setTargets(
            List.of(
                SessionTarget.newBuilder()
                    .setCluster(ID)
                    .setJob("3607637")
                    .setName("vllm-3607637")
                    .setKind("vllm")
                    .setEndpoints(
                        List.of(Endpoint.newBuilder().setAddress("10.0.0.7:8000").build()))
                    .build()))
        .build();
  }

  /** Its final windows. */
  public static List<KpiWindow> windows() {
    return windows(ID, START);
  }

  /** The final windows of a session of another id and time. */
  public static List<KpiWindow> windows(String id, Instant start) {
    return new SampleSession(new KpiScope(id, "3607637", Map.of()), start).all();
  }

  /** Its report: the merge of the windows. */
  public static SessionReport report(Session session, String windowId) {
    Instant start = session.getStart();
    Map<String, List<KpiWindow>> byKpi = new LinkedHashMap<>();
    for (KpiWindow window : windows(session.getId(), start)) {
      byKpi.computeIfAbsent(window.getKpi(), kpi -> new ArrayList<>()).add(window);
    }
    List<KpiWindow> merged =
        byKpi.values().stream().map(each -> KpiMerge.merge(each, start, end(start))).toList();
    return SessionReport.newBuilder()
        .setSessionId(session.getId())
        .setWindowId(windowId)
        .setWindowStart(start)
        .setWindowEnd(end(start))
        .setCreatedAt(end(start).plusSeconds(3))
        .setKpis(merged)
        .setTargetIds(
            List.of(
                TargetIds.of(session.getId(), "3607637", "10.0.0.7:8000", "/metrics", Map.of())))
        .setRecipeVersion("1-5d41402a")
        .setOffsets(List.of(new OffsetRange(3, 1_204L, 1_923L)))
        .build();
  }

  /** All of it, as it is collected. */
  public static Collected collected() {
    return collected(session());
  }

  /** The same with another record of the session. */
  static Collected collected(Session session) {
    KpiTable table = new KpiTable(100_000);
    windows().forEach(table::add);
    return new Collected(
        session,
        new SessionWindow("20260501T120000Z-20260501T121200Z", START, end(START)),
        report(session, "20260501T120000Z-20260501T121200Z"),
        table,
        Map.of(),
        "benchstream.");
  }

  private List<KpiWindow> all() {
    List<KpiWindow> windows = new ArrayList<>();
    for (int n = 0; n < WINDOWS; n++) {
      if (n >= 96 && n < 102) {
        continue; // nothing was scraped
      }
      double load = .25 + .75 * n / WINDOWS + .12 * Math.sin(n / 7.0) + .03 * random.nextGaussian();
      windows.add(rate("request_throughput", "requests/s", n, 14 * load));
      windows.add(rate("request_abort_rate", "requests/s", n, n > 110 ? .4 * load : 0));
      windows.add(rate("generation_token_throughput", "tokens/s", n, 2_900 * load));
      windows.add(rate("prompt_token_throughput", "tokens/s", n, 1_300 * load));
      windows.add(latency("ttft", n, .09 + .35 * load * load, .55));
      windows.add(latency("itl", n, .012 + .014 * load, .25));
      windows.add(latency("e2e_latency", n, 2.2 + 4.5 * load, .5));
      windows.add(latency("queue_time", n, .008 + .4 * Math.pow(Math.max(0, load - .5), 2), .8));
      windows.add(gauge("requests_running", "requests", n, 42 * load, 6));
      windows.add(gauge("queue_depth", "requests", n, Math.max(0, 30 * (load - .75)), 4));
      windows.add(gauge("kv_cache_usage", "ratio", n, Math.min(.985, .12 + .8 * load), .02));
      windows.add(gauge("gpu_usage", "percent", n, Math.min(100, 35 + 62 * load), 3));
      windows.add(gauge("gpu_power", "watts", n, 210 + 430 * load, 22));
      windows.add(gauge("gpu_memory_used", "bytes", n, (68 + 4 * load) * (1 << 30), 1e8));
      windows.add(gauge("process_memory", "bytes", n, (6 + load) * (1 << 30), 1e7));
    }
    return windows;
  }

  private KpiWindow rate(String kpi, String unit, int n, double perSecond) {
    return window(
        kpi, KpiType.RATE, unit, n, KpiPartial.newBuilder().setIncrease(perSecond * SECONDS));
  }

  private KpiWindow gauge(String kpi, String unit, int n, double mean, double spread) {
    double low = Math.max(0, mean - spread * (1 + random.nextDouble()));
    double most = unit.equals("ratio") ? 1 : unit.equals("percent") ? 100 : Double.MAX_VALUE;
    double high = Math.min(most, mean + spread * (1 + random.nextDouble()));
    return window(
        kpi,
        KpiType.GAUGE,
        unit,
        n,
        KpiPartial.newBuilder()
            .setSum(mean * 5)
            .setCount(5)
            .setMin(low)
            .setMax(high)
            .setLast(mean));
  }

  private KpiWindow latency(String kpi, int n, double median, double sigma) {
    double[] counts = new double[BOUNDS.length];
    double sum = 0;
    for (int i = 0; i < 120; i++) {
      double seconds = median * Math.exp(sigma * random.nextGaussian());
      sum += seconds;
      for (int bucket = 0; bucket < BOUNDS.length; bucket++) {
        counts[bucket] += seconds <= BOUNDS[bucket] ? 1 : 0;
      }
    }
    List<Bucket> buckets = new ArrayList<>();
    for (int bucket = 0; bucket < BOUNDS.length; bucket++) {
      buckets.add(new Bucket(BOUNDS[bucket], counts[bucket]));
    }
    return window(
        kpi,
        KpiType.HISTOGRAM,
        "seconds",
        n,
        KpiPartial.newBuilder().setSum(sum).setCount(120).setBuckets(buckets));
  }

  private KpiWindow window(
      String kpi, KpiType type, String unit, int n, KpiPartial.Builder partial) {
    KpiPartial built = partial.setDurationMs(SECONDS * 1_000L).build();
    KpiValues values = KpiValues.of(type, List.of(.5, .95, .99), built);
    return KpiWindow.newBuilder()
        .setScope(scope)
        .setKpi(kpi)
        .setType(type)
        .setUnit(unit)
        .setWindowStart(start.plusSeconds((long) SECONDS * n))
        .setWindowEnd(start.plusSeconds((long) SECONDS * (n + 1)))
        .setValues(values.values())
        .setQuality(
            KpiQuality.newBuilder()
                .setScrapesSeen(n >= 60 && n < 66 ? 2 : 5)
                .setScrapesExpected(5)
                .setTargetsUp(1)
                .setTargetsExpected(1)
                .setBucketWidths(values.bucketWidths())
                .build())
        .setStatus(WindowStatus.FINAL)
        .setRecipeVersion("1-5d41402a")
        .setPartial(built)
        .build();
  }
}
