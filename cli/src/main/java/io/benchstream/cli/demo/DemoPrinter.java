package io.benchstream.cli.demo;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.benchstream.cli.console.Console;
import io.benchstream.cli.console.Numbers;
import io.benchstream.cli.console.Style;
import io.benchstream.cli.console.Table;
import io.benchstream.cli.console.Table.Align;
import io.benchstream.cli.demo.DemoReport.Section;
import io.benchstream.cli.kpis.KpiLine;
import io.benchstream.kpi.window.Coverage;
import io.benchstream.schemas.KpiQuality;
import io.benchstream.schemas.KpiWindow;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** Shows the outcome: a table for people, or JSON. */
final class DemoPrinter {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

  private final Console console;
  private final ZoneId zone;

  DemoPrinter(Console console, ZoneId zone) {
    this.console = console;
    this.zone = zone;
  }

  void table(DemoOutcome outcome) {
    console.line("");
    console.line(
        "%s  %s to %s, %d s, %s requests"
            .formatted(
                console.style(Style.BOLD, "Job demo/" + outcome.job()),
                TIME.format(outcome.start().atZone(zone)),
                TIME.format(outcome.end().atZone(zone)),
                Duration.between(outcome.start(), outcome.end()).toSeconds(),
                Numbers.count(outcome.requests())));
    Table ofJob =
        new Table()
            .column("KPI", Align.LEFT)
            .column("", Align.LEFT)
            .column("VALUE", Align.RIGHT)
            .column("UNIT", Align.LEFT)
            .column("BUCKET", Align.RIGHT)
            .column("TRUTH", Align.RIGHT)
            .column("", Align.LEFT)
            .column("VICTORIAMETRICS", Align.RIGHT)
            .column("COVERAGE", Align.RIGHT);
    outcome.ofJob().forEach(section -> rows(section, ofJob, true));
    ofJob.lines(console).forEach(console::line);
    console.line("");
    console.line(console.style(Style.BOLD, "This machine") + "  from its node exporter");
    Table ofMachine =
        new Table()
            .column("KPI", Align.LEFT)
            .column("", Align.LEFT)
            .column("VALUE", Align.RIGHT)
            .column("UNIT", Align.LEFT)
            .column("VICTORIAMETRICS", Align.RIGHT)
            .column("COVERAGE", Align.RIGHT);
    outcome.ofMachine().forEach(section -> rows(section, ofMachine, false));
    ofMachine.lines(console).forEach(console::line);
    console.line("");
    verdict(outcome);
    addresses(outcome);
  }

  private void rows(Section section, Table table, boolean withTruth) {
    if (section.figures().isEmpty()) {
      String missing = console.style(Style.RED, "did not come");
      if (withTruth) {
        table.row(section.kpi(), "", missing, "", "", "", mark(Figure.Verdict.MISSING), "", "");
      } else {
        table.row(section.kpi(), "", missing, "", "", "");
      }
      return;
    }
    boolean first = true;
    for (Figure figure : section.figures()) {
      String name = first ? figure.kpi() : "";
      String stat = figure.stat().equals("value") ? "" : figure.stat();
      String coverage = first ? coverage(section) : "";
      if (withTruth) {
        table.row(
            name,
            stat,
            number(figure.value()),
            figure.unit(),
            figure.bucketWidth() == 0 ? "" : Numbers.significant(figure.bucketWidth()),
            number(figure.truth()),
            mark(figure.verdict()),
            number(figure.store()),
            coverage);
      } else {
        table.row(
            name, stat, number(figure.value()), figure.unit(), number(figure.store()), coverage);
      }
      first = false;
    }
  }

  private String coverage(Section section) {
    return section.span().map(SpanKpi::whole).map(this::coverage).orElse("");
  }

  private String coverage(KpiWindow whole) {
    String text = KpiLine.quality(whole);
    return Coverage.of(whole).isLow() ? console.style(Style.RED, text) : text;
  }

  private String mark(Figure.Verdict verdict) {
    return switch (verdict) {
      case AGREES -> console.style(Style.GREEN, "✓");
      case DIFFERS -> console.style(Style.RED, "✗");
      case MISSING -> console.style(Style.RED, "✗");
      case UNCHECKED -> "";
    };
  }

  private void verdict(DemoOutcome outcome) {
    List<Figure> checked = outcome.checked();
    long agree =
        checked.stream().filter(figure -> figure.verdict() == Figure.Verdict.AGREES).count();
    boolean holds = agree == checked.size() && agree > 0;
    console.line(
        "%s %d of %d figures agree with the simulator's truth within their bucket."
            .formatted(
                console.style(holds ? Style.GREEN : Style.RED, holds ? "✓" : "✗"),
                agree,
                checked.size()));
    if (!outcome.missing().isEmpty()) {
      console.line(
          "%s did not come: %s"
              .formatted(console.style(Style.RED, "✗"), String.join(", ", outcome.missing())));
    }
    outcome
        .eventToFirstSample()
        .ifPresent(
            took ->
                console.line(
                    "  From the lifecycle event to the job's first sample in Kafka: %s ms. %s samples of %d targets in all."
                        .formatted(
                            Numbers.count(took.toMillis()),
                            Numbers.count(outcome.samples()),
                            outcome.targets())));
  }

  private void addresses(DemoOutcome outcome) {
    console.line("");
    console.line(console.style(Style.BOLD, "Where to look"));
    console.line("  VictoriaMetrics   " + vmui(outcome));
    console.line("  Gateway           " + outcome.installation().gatewayUrl());
    console.line("  vmagent config    " + outcome.installation().vmagentConfig());
    console.line("  KPIs as they come benchstream kpis tail --since 5m");
    console.line("  Targets           benchstream targets list");
  }

  private static String vmui(DemoOutcome outcome) {
    return "%svmui/#/?g0.expr=%s&g0.range_input=5m"
        .formatted(outcome.installation().storeUrl(), "benchstream%3Attft_seconds");
  }

  private static String number(OptionalDouble value) {
    return value.isPresent() ? Numbers.significant(value.getAsDouble()) : "";
  }

  void json(DemoOutcome outcome) {
    ObjectNode document =
        JsonNodeFactory.instance
            .objectNode()
            .put("agrees", outcome.holds())
            .put("cluster", DemoEvents.CLUSTER)
            .put("job", outcome.job())
            .put("start", outcome.start().toString())
            .put("end", outcome.end().toString())
            .put("requests", outcome.requests())
            .put("samples", outcome.samples())
            .put("targets", outcome.targets());
    outcome
        .eventToFirstSample()
        .ifPresent(took -> document.put("event_to_first_sample_ms", took.toMillis()));
    ArrayNode kpis = document.putArray("kpis");
    outcome.ofJob().forEach(section -> kpis.add(json(section, outcome.job())));
    outcome.ofMachine().forEach(section -> kpis.add(json(section, DemoKpis.MACHINE)));
    document
        .putObject("addresses")
        .put("gateway", outcome.installation().gatewayUrl())
        .put("victoria_metrics", outcome.installation().storeUrl())
        .put("bootstrap_servers", outcome.installation().bootstrapServers())
        .put("registry", outcome.installation().registryUrl())
        .put("vmagent_config", outcome.installation().vmagentConfig());
    console.json(document, true);
  }

  private static ObjectNode json(Section section, String job) {
    ObjectNode node =
        JsonNodeFactory.instance.objectNode().put("kpi", section.kpi()).put("job", job);
    section
        .span()
        .ifPresent(
            span -> {
              KpiQuality quality = span.whole().getQuality();
              Coverage coverage = Coverage.of(span.whole());
              node.put("unit", span.recipe().unit())
                  .put("type", span.recipe().type().toString())
                  .put("windows", span.windows())
                  .put("scrapes_seen", quality.getScrapesSeen())
                  .put("scrapes_expected", quality.getScrapesExpected())
                  .put("counter_resets", quality.getCounterResets())
                  .put("coverage", coverage.ratio())
                  .put("lowCoverage", coverage.isLow());
            });
    ObjectNode values = node.putObject("values");
    for (Figure figure : section.figures()) {
      ObjectNode value = values.putObject(figure.stat());
      put(value, "value", figure.value());
      put(value, "truth", figure.truth());
      put(value, "victoria_metrics", figure.store());
      put(value, "bucket_width", OptionalDouble.of(figure.bucketWidth()));
      value.put("verdict", figure.verdict().name().toLowerCase(Locale.ROOT));
    }
    return node;
  }

  private static void put(ObjectNode node, String name, OptionalDouble value) {
    if (value.isPresent() && Double.isFinite(value.getAsDouble())) {
      node.put(name, value.getAsDouble());
    }
  }
}
