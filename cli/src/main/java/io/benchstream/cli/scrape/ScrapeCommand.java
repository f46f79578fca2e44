package io.benchstream.cli.scrape;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.benchstream.cli.check.RuleFile;
import io.benchstream.cli.check.SampleJson;
import io.benchstream.cli.console.CommandFailure;
import io.benchstream.cli.console.CommonOptions;
import io.benchstream.cli.console.Console;
import io.benchstream.cli.console.ExitCode;
import io.benchstream.cli.console.Numbers;
import io.benchstream.cli.console.Style;
import io.benchstream.relabel.rules.RelabelRules;
import io.benchstream.runtime.config.DurationText;
import io.benchstream.schemas.ScrapeOutcome;
import io.benchstream.schemas.Target;
import io.benchstream.scrape.exposition.Format;
import io.benchstream.scrape.series.SeriesRules;
import io.benchstream.scrape.target.ScrapeTarget;
import io.benchstream.scrape.target.TargetReader;
import io.benchstream.scrape.target.TargetReading;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code benchstream scrape}. */
@Command(
    name = "scrape",
    sortOptions = false,
    header = "Scrape a target once, as a worker would, and show what would be published.",
    description = {"", "Nothing is written anywhere, and no Kafka is needed.", ""},
    footer = {
      "",
      "Exit codes: 0 scraped; 1 the scrape failed, with the reason.",
      "",
      "Examples:",
      "  benchstream scrape localhost:9100",
      "  benchstream scrape http://localhost:8000/metrics --metric-relabel rules.yml",
      "  benchstream scrape localhost:9100 --json | jq '.samples | length'"
    })
public final class ScrapeCommand implements Callable<Integer> {
  private static final long LARGEST_PAGE = 64L << 20;

  @Parameters(
      paramLabel = "URL",
      description = "The target; without a scheme it is http, without a path /metrics.")
  private String url = "";

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      defaultValue = "10s",
      description = "Longest duration of the scrape. Default: ${DEFAULT-VALUE}.")
  private String timeout = "10s";

  @Option(
      names = "--label",
      paramLabel = "NAME=VALUE",
      description = "A label of the target, besides instance; may be given again.")
  private Map<String, String> labels = new LinkedHashMap<>();

  @Option(
      names = "--metric-relabel",
      paramLabel = "FILE",
      description = "A YAML list of metric_relabel_configs.")
  private @Nullable Path metricRelabel;

  @Option(
      names = "--strict",
      description = "One bad line fails the scrape, as in Prometheus; else it is left out.")
  private boolean strict;

  @Mixin private final CommonOptions common = new CommonOptions();

  private final Console console;

  public ScrapeCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Scraped scraped = OneScrape.of(target());
    if (common.json()) {
      console.json(json(scraped), true);
    } else {
      show(scraped);
    }
    return scraped.outcome() == ScrapeOutcome.SUCCESS ? ExitCode.OK : ExitCode.FAILURE;
  }

  private ScrapeTarget target() {
    Duration patience = CommandFailure.reading(() -> DurationText.parse(timeout));
    Target record = TargetUrl.target(url, patience, labels);
    Format.Mode mode = strict ? Format.Mode.STRICT : Format.Mode.LENIENT;
    return switch (new TargetReader(mode, LARGEST_PAGE).read(record.getId(), record)) {
      case TargetReading.Scraped(ScrapeTarget target) ->
          metricRelabel == null ? target : withRules(target, RuleFile.read(metricRelabel));
      case TargetReading.Invalid(String reason) -> throw CommandFailure.usage(reason, null);
      case TargetReading.LeftToOthers others ->
          throw new IllegalStateException("a target that nobody left to others");
    };
  }

  private static ScrapeTarget withRules(ScrapeTarget target, RelabelRules rules) {
    SeriesRules usual = target.rules();
    return new ScrapeTarget(
        target.id(),
        target.cluster(),
        target.job(),
        target.endpoint(),
        target.http(),
        target.interval(),
        target.timeout(),
        target.bodyLimit(),
        new SeriesRules(
            usual.targetLabels(),
            usual.honorLabels(),
            usual.honorTimestamps(),
            usual.limits(),
            rules,
            usual.textMode()));
  }

  private void show(Scraped scraped) {
    for (Scraped.Sample sample : scraped.samples()) {
      Long time = sample.timestampMillis();
      console.line(sample.series() + " " + text(sample.value()) + (time == null ? "" : " " + time));
    }
    boolean good = scraped.outcome() == ScrapeOutcome.SUCCESS;
    console.note(
        "%s in %.0f ms: %s samples on the page, %s published with %s"
            .formatted(
                console.style(good ? Style.GREEN : Style.RED, name(scraped.outcome())),
                scraped.seconds() * 1000,
                Numbers.count(scraped.samplesScraped()),
                Numbers.count(scraped.samples().size()),
                scraped.targetLabels()));
    note(scraped.relabeledAway(), "samples are dropped by metric relabeling");
    note(scraped.duplicates(), "samples are of a series that stands on the page before");
    note(scraped.linesSkipped(), "lines cannot be read");
    if (!scraped.reason().isEmpty()) {
      console.note(scraped.reason());
    }
  }

  private void note(int count, String what) {
    if (count > 0) {
      console.note("%s %s".formatted(Numbers.count(count), what));
    }
  }

  private static String text(double value) {
    return Double.isInfinite(value) ? value > 0 ? "+Inf" : "-Inf" : Double.toString(value);
  }

  private static String name(ScrapeOutcome outcome) {
    return outcome.name().toLowerCase(Locale.ROOT);
  }

  private static ObjectNode json(Scraped scraped) {
    ObjectNode node =
        JsonNodeFactory.instance
            .objectNode()
            .put("outcome", name(scraped.outcome()))
            .put("reason", scraped.reason())
            .put("duration_seconds", scraped.seconds())
            .put("samples_scraped", scraped.samplesScraped())
            .put("lines_skipped", scraped.linesSkipped())
            .put("relabeled_away", scraped.relabeledAway())
            .put("duplicates", scraped.duplicates());
    ObjectNode labels = node.putObject("target_labels");
    scraped.targetLabels().toMap().forEach(labels::put);
    ArrayNode samples = node.putArray("samples");
    for (Scraped.Sample sample : scraped.samples()) {
      ObjectNode one = samples.addObject().put("series", sample.series());
      SampleJson.putNumber(one, "value", sample.value());
      if (sample.timestampMillis() != null) {
        one.put("timestamp_ms", sample.timestampMillis());
      }
    }
    return node;
  }
}
