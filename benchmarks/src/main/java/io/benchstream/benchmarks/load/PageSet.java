package io.benchstream.benchmarks.load;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/**
 * Pages that look like an exporter's: histograms, counters and gauges with the usual labels, in
 * variants that a server shows in turn, second by second. Between two variants nine of ten values
 * of a service change, or more, all of a vLLM server's, and of kube-state-metrics', which are 0 or
 * 1, less than half.
 *
 * @param series series on a page
 * @param variants how many pages differ, 1 to 10; ten are written in any case
 * @param churn share of the series, 0 to 1, that each second replaces with others that were never
 *     there before
 * @param shape what the page looks like
 * @param distinct whether the server gives the series of each target a label value of their own
 * @param seed makes the pages reproducible
 */
public record PageSet(
    int series, int variants, double churn, Shape shape, boolean distinct, long seed) {
  /** Stands where the target's number belongs. */
  static final String TARGET_MARK = "@TARGET@";

  /** Stands where the server writes the second of the request, since the epoch. */
  static final String TIME_MARK = "@TIME@";

  private static final int WRITTEN = 10;
  private static final int TARGET_VARIANTS = 2;

  /** What a page looks like. */
  public enum Shape {
    /** A service with histograms, counters and gauges. */
    SERVICE(1_000),
    /** A vLLM server; what does not fit in its {@link VllmPage#SERIES} is as of a service. */
    VLLM(150),
    /** kube-state-metrics of a large cluster: few families, many labels, mostly 0 and 1. */
    KUBE_STATE(200_000);

    private final int usualSeries;

    Shape(int usualSeries) {
      this.usualSeries = usualSeries;
    }

    /** Series on such a page where nobody says otherwise. */
    public int usualSeries() {
      return usualSeries;
    }
  }

  public PageSet {
    if (variants < 1 || variants > WRITTEN || !(churn >= 0 && churn <= 1)) {
      throw new IllegalArgumentException(
          "%d variants, a churn of %s: 1 to %d, and 0 to 1".formatted(variants, churn, WRITTEN));
    }
  }

  /** Whether the server has to replace {@link #TIME_MARK}, which takes time of its own. */
  public boolean hasMarks() {
    return churn > 0;
  }

  /** Pages of one shape, with nothing special. */
  public static PageSet of(Shape shape, int series) {
    return new PageSet(series, WRITTEN, 0, shape, false, 1);
  }

  private static final String[] BOUNDS = {
    "0.005", "0.01", "0.025", "0.05", "0.1", "0.25", "0.5", "1", "2.5", "5", "10", "+Inf"
  };
  private static final String[] KUBE_FAMILIES = {
    "kube_pod_container_status_ready",
    "kube_pod_container_status_running",
    "kube_pod_container_status_restarts_total",
    "kube_pod_container_resource_requests",
    "kube_pod_container_resource_limits",
    "kube_pod_status_scheduled",
    "kube_pod_info",
    "kube_pod_owner"
  };
  private static final String[] METHODS = {"GET", "POST", "PUT", "DELETE"};
  private static final String[] CODES = {"200", "201", "404", "500", "503"};

  /** Writes {@code <variant>.txt} for each variant. */
  public void write(Path directory) throws IOException {
    Files.createDirectories(directory);
    for (int variant = 0; variant < WRITTEN; variant++) {
      Path file = directory.resolve(variant + ".txt");
      if (variant < variants) {
        try (BufferedWriter page = Files.newBufferedWriter(file)) {
          write(page, variant);
        }
      } else {
        Files.createLink(file, directory.resolve(variant % variants + ".txt"));
      }
    }
  }

  /**
   * Writes {@code <target>/<variant>.txt}, with the target's number at the marks, where pages are
   * distinct: two that differ, in turn.
   *
   * @param directory where {@link #write(Path)} has written
   */
  public void writeForTargets(Path directory, int targets) throws IOException {
    if (!distinct) {
      return;
    }
    String[] marked = new String[Math.min(variants, TARGET_VARIANTS)];
    for (int variant = 0; variant < marked.length; variant++) {
      marked[variant] = Files.readString(directory.resolve(variant + ".txt"));
    }
    for (int target = 0; target < targets; target++) {
      Path own = Files.createDirectory(directory.resolve(Integer.toString(target)));
      String number = Integer.toString(target);
      for (int variant = 0; variant < WRITTEN; variant++) {
        Path file = own.resolve(variant + ".txt");
        if (variant < marked.length) {
          Files.writeString(file, marked[variant].replace(TARGET_MARK, number));
        } else {
          Files.createLink(file, own.resolve(variant % marked.length + ".txt"));
        }
      }
    }
  }

  private void write(BufferedWriter page, int variant) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    if (shape == Shape.KUBE_STATE) {
      kubeState(page, variant, random);
      return;
    }
    int written = 0;
    if (shape == Shape.VLLM) {
      SplittableRandom names = new SplittableRandom(seed);
      for (VllmPage.Sample sample : VllmPage.samples(variant, series)) {
        String open = sample.series().substring(0, sample.series().length() - 1);
        line(page, open + turnover(names, variant) + "}", sample.value());
        written++;
      }
    }
    for (int family = 0; written < series; family++) {
      String name = "app_component" + family;
      written +=
          switch (family % 3) {
            case 0 -> histogram(page, name + "_duration_seconds", variant, written, random);
            case 1 -> counters(page, name + "_requests_total", variant, written, random);
            default -> gauges(page, name + "_queue_depth", variant, written, random);
          };
    }
  }

  private int histogram(
      BufferedWriter page, String name, int variant, int written, SplittableRandom random)
      throws IOException {
    head(page, name, "histogram");
    int count = 0;
    for (int handler = 0; handler < 4; handler++) {
      String labels = "handler=\"/api/v1/" + word(random) + "\"" + turnover(random, variant);
      long cumulative = random.nextLong(1_000_000);
      for (String bound : BOUNDS) {
        if (written + count == series) {
          return count;
        }
        cumulative += random.nextLong(50_000) + busy(random, variant);
        line(
            page, name + "_bucket{" + labels + ",le=\"" + bound + "\"}", Long.toString(cumulative));
        count++;
      }
      if (written + count + 2 > series) {
        return count;
      }
      double sum = cumulative * random.nextDouble() + busy(random, variant) * 0.001;
      line(page, name + "_sum{" + labels + "}", Double.toString(sum));
      line(page, name + "_count{" + labels + "}", Long.toString(cumulative));
      count += 2;
    }
    return count;
  }

  private int counters(
      BufferedWriter page, String name, int variant, int written, SplittableRandom random)
      throws IOException {
    head(page, name, "counter");
    int count = 0;
    for (String method : METHODS) {
      for (String code : CODES) {
        if (written + count == series) {
          return count;
        }
        String labels =
            "code=\"" + code + "\",method=\"" + method + "\"" + turnover(random, variant);
        line(
            page,
            name + "{" + labels + "}",
            Long.toString(random.nextLong(10_000_000) + busy(random, variant)));
        count++;
      }
    }
    return count;
  }

  private int gauges(
      BufferedWriter page, String name, int variant, int written, SplittableRandom random)
      throws IOException {
    head(page, name, "gauge");
    int count = 0;
    for (int shard = 0; shard < 8 && written + count < series; shard++, count++) {
      String labels = "shard=\"" + shard + "\"" + turnover(random, variant);
      line(
          page,
          name + "{" + labels + "}",
          Double.toString(random.nextInt(10_000) / 16.0 + busy(random, variant)));
    }
    return count;
  }

  private void kubeState(BufferedWriter page, int variant, SplittableRandom random)
      throws IOException {
    int perFamily = (series + KUBE_FAMILIES.length - 1) / KUBE_FAMILIES.length;
    int written = 0;
    for (String family : KUBE_FAMILIES) {
      head(page, family, "gauge");
      SplittableRandom pods = new SplittableRandom(seed);
      for (int i = 0; i < perFamily && written < series; i++, written++) {
        String labels =
            "namespace=\"team-%d\",pod=\"%s-%s\",uid=\"%016x-%08x\",container=\"main\""
                .formatted(
                    i % 200,
                    word(pods),
                    word(pods),
                    pods.nextLong(),
                    pods.nextLong() & 0xFFFFFFFFL);
        labels += turnover(random, variant);
        line(page, family + "{" + labels + "}", Long.toString((busy(random, variant) >> 4) & 1));
      }
    }
  }

  /** A label that gives {@code churn} of the series another name in every second. */
  private String turnover(SplittableRandom random, int variant) {
    return random.nextDouble() < churn
        ? ",instance_of=\"i-" + variant + "-" + TIME_MARK + "-" + word(random) + "\""
        : "";
  }

  /** What a value has grown by in this variant; one in ten stands still. */
  private static long busy(SplittableRandom random, int variant) {
    long step = random.nextLong(1, 1_000);
    return random.nextInt(10) == 0 ? 0 : step * variant;
  }

  private static String word(SplittableRandom random) {
    return Long.toString(random.nextLong(1L << 30, 1L << 31), 36);
  }

  private static void head(BufferedWriter page, String name, String type) throws IOException {
    page.append("# HELP ").append(name).append(" What the component tells of itself.\n");
    page.append("# TYPE ").append(name).append(' ').append(type).append('\n');
  }

  private void line(BufferedWriter page, String series, String value) throws IOException {
    if (distinct) {
      page.append(series, 0, series.length() - 1).append(",pod=\"bench-" + TARGET_MARK + "\"}");
    } else {
      page.append(series);
    }
    page.append(' ').append(value).append('\n');
  }
}
