package io.benchstream.cli.check;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.benchstream.cli.console.CommonOptions;
import io.benchstream.cli.console.Console;
import io.benchstream.cli.console.ExitCode;
import io.benchstream.cli.console.Numbers;
import io.benchstream.cli.console.Style;
import io.benchstream.relabel.labels.LabelSet;
import io.benchstream.relabel.rules.RelabelRules;
import io.benchstream.scrape.exposition.Entry;
import io.benchstream.scrape.exposition.ExpositionCursor;
import io.benchstream.scrape.exposition.Format;
import io.benchstream.scrape.exposition.ParseProblem;
import io.benchstream.scrape.series.PageOutcome;
import io.benchstream.scrape.series.PageReader;
import io.benchstream.scrape.series.SeriesCache;
import io.benchstream.scrape.series.SeriesLimits;
import io.benchstream.scrape.series.SeriesRules;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code benchstream check exposition}. */
@Command(
    name = "exposition",
    sortOptions = false,
    header = "Check a page of metrics with the parser of the workers, as strict as Prometheus'.",
    description = {
      "",
      "With --json each series is a line: name, labels, value (a number, or \"NaN\", \"+Inf\","
          + " \"-Inf\"), and where the page has them timestamp_ms, type and exemplar.",
      "A page that is not right gives {\"error\": {\"line\", \"column\", \"reason\"}}; columns are"
          + " bytes, from 1.",
      ""
    },
    footer = {
      "",
      "Exit codes: 0 the page is right; 1 it is not, with line, column and reason.",
      "",
      "Examples:",
      "  curl -s localhost:9100/metrics | benchstream check exposition -",
      "  benchstream check exposition --format openmetrics page.txt",
      "  benchstream check exposition page.txt --json | jq -r .name | sort -u"
    })
public final class CheckExpositionCommand implements Callable<Integer> {
  /** The formats by the names that people give them. */
  @SuppressWarnings("MemberName")
  public enum Named {
    text(Format.TEXT),
    openmetrics(Format.OPENMETRICS);

    private final Format format;

    Named(Format format) {
      this.format = format;
    }
  }

  private static final SeriesRules STRICT =
      new SeriesRules(
          LabelSet.empty(),
          false,
          true,
          SeriesLimits.NONE,
          RelabelRules.none(),
          Format.Mode.STRICT);

  @Option(
      names = "--format",
      paramLabel = "text|openmetrics",
      defaultValue = "text",
      description =
          "text: Prometheus text 0.0.4 and 1.0.0; openmetrics: OpenMetrics 1.0.0. Default:"
              + " ${DEFAULT-VALUE}.")
  private Named format = Named.text;

  @Parameters(paramLabel = "FILE", description = "The page; - for standard input.")
  private Path file = Path.of("-");

  @Mixin private final CommonOptions common = new CommonOptions();

  private final Console console;
  private final InputStream standardInput;

  public CheckExpositionCommand(Console console, InputStream standardInput) {
    this.console = console;
    this.standardInput = standardInput;
  }

  @Override
  public Integer call() {
    PageFile page = PageFile.read(file, standardInput);
    PageOutcome outcome =
        new PageReader()
            .read(new SeriesCache(STRICT), page.bytes(), page.bytes().length, format.format);
    return switch (outcome) {
      case PageOutcome.Malformed(String reason, int samples, ParseProblem problem) ->
          refused(page, problem);
      case PageOutcome.LimitExceeded(String reason, int samples) -> {
        console.note("%s: %s".formatted(page.name(), reason));
        yield ExitCode.FAILURE;
      }
      case PageOutcome.Samples samples -> {
        if (common.json()) {
          print(page);
        } else {
          summarise(page, samples);
        }
        yield ExitCode.OK;
      }
    };
  }

  private int refused(PageFile page, ParseProblem problem) {
    if (common.json()) {
      ObjectNode document = JsonNodeFactory.instance.objectNode();
      document
          .putObject("error")
          .put("line", problem.line())
          .put("column", problem.column())
          .put("reason", problem.reason());
      console.json(document, false);
    }
    console.note("%s: %s".formatted(page.name(), console.style(Style.RED, problem.toString())));
    return ExitCode.FAILURE;
  }

  private void print(PageFile page) {
    ExpositionCursor cursor = format.format.cursor(Format.Mode.STRICT);
    cursor.reset(page.bytes(), page.bytes().length);
    for (Entry entry; (entry = cursor.next()) != Entry.END; ) {
      if (entry == Entry.SAMPLE) {
        console.json(SampleJson.of(cursor), false);
      }
    }
  }

  private void summarise(PageFile page, PageOutcome.Samples samples) {
    console.line(
        "%s: %s, %s series"
            .formatted(
                page.name(),
                console.style(Style.GREEN, "right"),
                Numbers.count(samples.series().size())));
    if (samples.duplicates() > 0) {
      console.note(
          "%s samples are of a series that stands on the page before; the first of each is kept"
              .formatted(Numbers.count(samples.duplicates())));
    }
  }
}
