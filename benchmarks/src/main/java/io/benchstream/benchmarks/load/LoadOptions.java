package io.benchstream.benchmarks.load;

import io.benchstream.runtime.config.DurationText;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say what is scraped. */
public final class LoadOptions {
  private static final int VARIANTS = 10;
  private static final int USUAL_TARGETS = 500;

  @Option(names = "--targets", description = "Targets. Default: what --rate needs, or 500.")
  private @Nullable Integer targets;

  @Option(
      names = "--rate",
      description = "Samples a second over all targets, in place of their number.")
  private @Nullable Integer rate;

  @Option(
      names = "--page",
      description =
          "What a page looks like: service, vllm (as a vLLM server's), kube-state (as"
              + " kube-state-metrics' of a large cluster). Default: ${DEFAULT-VALUE}.")
  private String page = "service";

  @Option(
      names = "--series",
      description = "Series on a page. Default: 1000; with vllm 150, with kube-state 200000.")
  private @Nullable Integer series;

  @Option(
      names = "--interval",
      description = "Between two scrapes. Default: 1s; with kube-state 10s.")
  private @Nullable String interval;

  @Option(
      names = "--values",
      description =
          "steady: none changes from scrape to scrape; changing: nine of ten do. Default:"
              + " ${DEFAULT-VALUE}.")
  private String values = "changing";

  @Option(
      names = "--churn",
      description = "Share of the series, 0 to 1, that each second replaces. Default: none.")
  private double churn;

  @Option(names = "--gzip", description = "The pages are compressed by the server.")
  private boolean gzip;

  @Option(
      names = "--distinct",
      description = "Each target's series have a label value of their own on the page.")
  private boolean distinct;

  /** What they say. */
  public Load load() {
    return load(USUAL_TARGETS);
  }

  /**
   * What they say.
   *
   * @param usualTargets where neither their number nor a rate was given
   */
  public Load load(int usualTargets) {
    PageSet.Shape shape = shape();
    int onPage = series != null ? series : shape.usualSeries();
    Duration every =
        DurationText.parse(
            interval != null ? interval : shape == PageSet.Shape.KUBE_STATE ? "10s" : "1s");
    PageSet pages = new PageSet(onPage, variants(), churn, shape, distinct, 1);
    return new Load(count(onPage, every, usualTargets), pages, every, gzip);
  }

  private int count(int onPage, Duration every, int usual) {
    if (rate == null) {
      return targets != null ? targets : shape() == PageSet.Shape.KUBE_STATE ? 1 : usual;
    }
    if (targets != null) {
      throw new IllegalArgumentException(
          "--targets %d and --rate %d: the rate says how many targets there are; leave one out"
              .formatted(targets, rate));
    }
    return (int) Math.max(1, Math.round(rate * every.toMillis() / 1e3 / onPage));
  }

  private PageSet.Shape shape() {
    for (PageSet.Shape shape : PageSet.Shape.values()) {
      if (shape.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(page)) {
        return shape;
      }
    }
    throw new IllegalArgumentException(
        "--page: '%s' is none of service, vllm, kube-state".formatted(page));
  }

  private int variants() {
    return switch (values) {
      case "steady" -> 1;
      case "changing" -> VARIANTS;
      default ->
          throw new IllegalArgumentException(
              "--values: '%s' is neither steady nor changing".formatted(values));
    };
  }
}
