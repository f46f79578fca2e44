package io.benchstream.benchmarks.plan;

import java.util.ArrayList;
import java.util.List;

/**
 * One cell of the matrix in which worker and peers are compared.
 *
 * @param rate samples a second
 * @param gzip whether the pages are compressed
 */
public record Scenario(Rate rate, Page page, Values values, boolean gzip) {
  /** Samples a second over all targets. */
  public enum Rate {
    LOW("100k", 100_000),
    HIGH("500k", 500_000);

    private final String label;
    private final int samples;

    Rate(String label, int samples) {
      this.label = label;
      this.samples = samples;
    }

    public int samples() {
      return samples;
    }
  }

  /** How large a page is, and what it looks like. */
  public enum Page {
    SMALL(150, "--page vllm"),
    USUAL(1_000, ""),
    HUGE(200_000, "--page kube-state --interval 2s");

    private final int series;
    private final String arguments;

    Page(int series, String arguments) {
      this.series = series;
      this.arguments = arguments;
    }

    public int series() {
      return series;
    }
  }

  /** What happens from one scrape to the next. */
  public enum Values {
    STEADY("steady", "--values steady"),
    CHANGING("changing", ""),
    CHURN("churn", "--churn 0.01");

    private final String label;
    private final String arguments;

    Values(String label, String arguments) {
      this.label = label;
      this.arguments = arguments;
    }

    public String label() {
      return label;
    }
  }

  /** The one that the goals are stated for. */
  public static Scenario usual() {
    return new Scenario(Rate.HIGH, Page.USUAL, Values.CHANGING, false);
  }

  /** What its result is called. */
  public String name() {
    return "scrape-%s-%d-%s-%s"
        .formatted(rate.label, page.series, values.label, gzip ? "gzip" : "plain");
  }

  /**
   * Whether it stands in the matrix of a usual run: each pair of rate and page, churn at both
   * rates, and at the lower one steady values and compressed pages.
   */
  public boolean essential() {
    boolean usualValues = values == Values.CHANGING && !gzip;
    boolean oneApart =
        page == Page.USUAL
            && (values == Values.CHANGING || !gzip)
            && (rate == Rate.LOW || values == Values.CHURN);
    return usualValues || oneApart;
  }

  List<String> arguments() {
    List<String> arguments = new ArrayList<>(List.of("--rate", Integer.toString(rate.samples)));
    for (String more : List.of(page.arguments, values.arguments)) {
      arguments.addAll(more.isEmpty() ? List.of() : List.of(more.split(" ", -1)));
    }
    if (gzip) {
      arguments.add("--gzip");
    }
    arguments.addAll(List.of("--peers", "vmagent,prometheus"));
    if (rate == Rate.HIGH) {
      // All three at once are more than two cores can do.
      arguments.add("--one-by-one");
    }
    return arguments;
  }

  /** All cells. */
  public static List<Scenario> all() {
    List<Scenario> all = new ArrayList<>();
    for (Page page : Page.values()) {
      for (Values values : Values.values()) {
        for (boolean gzip : new boolean[] {false, true}) {
          for (Rate rate : Rate.values()) {
            all.add(new Scenario(rate, page, values, gzip));
          }
        }
      }
    }
    return List.copyOf(all);
  }
}
