package io.benchstream.gateway.artifact;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.benchstream.kpi.window.Coverage;
import io.benchstream.schemas.SessionReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * report.html: one file that needs nothing else, with the chart library and the data in it. What
 * comes from outside is escaped, and a content security policy keeps the page from asking anybody.
 */
final class ReportFile {
  private static final Pattern HOLE = Pattern.compile("\\{\\{(\\w+)}}");

  /** Scopes beyond these have their figures in the tables and in kpis.csv, but no charts. */
  private static final int MOST_CHARTED_SCOPES = 20;

  private static final List<Tile> TILES =
      List.of(
          new Tile("Requests per second", "request_throughput", "value"),
          new Tile("Output tokens per second", "generation_token_throughput", "value"),
          new Tile("Time to first token, p50", "ttft", "p50"),
          new Tile("Time to first token, p99", "ttft", "p99"),
          new Tile("Inter-token latency, p50", "itl", "p50"),
          new Tile("Inter-token latency, p99", "itl", "p99"),
          new Tile("End to end, p99", "e2e_latency", "p99"),
          new Tile("KV cache, highest use", "kv_cache_usage", "max"),
          new Tile("GPU use, average", "gpu_usage", "avg"),
          new Tile("GPU power, average", "gpu_power", "avg"));

  private record Tile(String title, String kpi, String stat) {}

  private final Map<String, String> parts;

  ReportFile() {
    parts =
        Map.of(
            "css", Software.text("report.css"),
            "js", Software.text("report.js"),
            "uplot_css", Software.uplot("dist/uPlot.min.css"),
            "uplot_js", Software.uplot("dist/uPlot.iife.min.js"),
            "uplot_licence", Software.uplot("LICENSE"),
            "uplot_version", Software.uplotVersion());
  }

  void write(Path file, Collected collected) throws IOException {
    ArrayNode panels = JsonNodeFactory.instance.arrayNode();
    StringBuilder body = new StringBuilder("<main>");
    header(body, collected);
    tiles(body, collected);
    charts(body, collected, panels);
    tables(body, collected);
    footer(body, collected);
    ObjectNode data = JsonNodeFactory.instance.objectNode();
    data.put("start", collected.report().getWindowStart().toEpochMilli() / 1e3);
    data.put("end", collected.report().getWindowEnd().toEpochMilli() / 1e3);
    data.set("panels", panels);
    Map<String, String> holes = new TreeMap<>(parts);
    holes.put("title", Html.text("Benchstream: " + collected.session().getId()));
    holes.put("body", body.append("</main>").toString());
    holes.put("data", Html.json(data.toString()));
    Files.writeString(file, filled(Software.text("report.html"), holes));
  }

  private static String filled(String template, Map<String, String> holes) {
    return HOLE.matcher(template)
        .replaceAll(hole -> Matcher.quoteReplacement(holes.getOrDefault(hole.group(1), "")));
  }

  private static void header(StringBuilder body, Collected collected) {
    SessionReport report = collected.report();
    Duration length = Duration.between(report.getWindowStart(), report.getWindowEnd());
    body.append("<header><h1>")
        .append(Html.text(collected.session().getId()))
        .append("</h1><p>")
        .append(
            Html.text(
                "%s to %s, %s; %d KPIs, %d %s"
                    .formatted(
                        report.getWindowStart(),
                        report.getWindowEnd(),
                        Figures.time(length),
                        report.getKpis().size(),
                        report.getTargetIds().size(),
                        report.getTargetIds().size() == 1 ? "target" : "targets")))
        .append("</p>");
    Map<String, String> labels = new TreeMap<>(collected.session().getLabels());
    if (!labels.isEmpty()) {
      body.append("<div class=\"labels\">");
      labels.forEach(
          (name, value) ->
              body.append("<span>").append(Html.text(name + "=" + value)).append("</span>"));
      body.append("</div>");
    }
    body.append("</header>");
    if (report.getKpisLeftOut() > 0) {
      body.append("<p class=\"warning\">")
          .append(report.getKpisLeftOut())
          .append(
              " KPIs are missing: there are more than one report holds. Collect sessions with fewer"
                  + " jobs.</p>");
    }
    if (new Coverage(collected.coverage()).isLow()) {
      body.append("<p class=\"warning\">Not everything was seen: the least covered KPI has ")
          .append(Html.text(new Coverage(collected.coverage()).toString()))
          .append(". Figures marked below come from what was there.</p>");
    }
  }

  private static void tiles(StringBuilder body, Collected collected) {
    Map<String, List<SummaryRow>> byFigure =
        collected.summary().stream()
            .collect(java.util.stream.Collectors.groupingBy(row -> row.kpi() + " " + row.stat()));
    body.append("<section class=\"tiles\">");
    for (Tile tile : TILES) {
      List<SummaryRow> rows = byFigure.getOrDefault(tile.kpi() + " " + tile.stat(), List.of());
      if (rows.size() == 1) { // with several jobs a single figure would be of one of them
        Figures.Figure figure = Figures.of(rows.getFirst().value(), rows.getFirst().unit());
        tile(body, figure, tile.title(), "");
      }
    }
    boolean low = new Coverage(collected.coverage()).isLow();
    tile(
        body,
        new Figures.Figure(String.valueOf((int) Math.floor(collected.coverage() * 100)), "%"),
        "Coverage, least of all KPIs",
        low ? "low" : "");
    body.append("</section>");
  }

  private static void tile(
      StringBuilder body, Figures.Figure figure, String title, String classes) {
    body.append("<div class=\"tile\"><b class=\"")
        .append(classes)
        .append("\">")
        .append(Html.text(figure.number()))
        .append(" <small>")
        .append(Html.text(figure.unit()))
        .append("</small></b><span>")
        .append(Html.text(title))
        .append("</span></div>");
  }

  private static void charts(StringBuilder body, Collected collected, ArrayNode panels) {
    body.append("<noscript><p>The charts need JavaScript; the tables below do not.</p></noscript>");
    Map<String, List<KpiTable.Series>> scopes = new LinkedHashMap<>();
    for (KpiTable.Series series : collected.kpis().series()) {
      scopes
          .computeIfAbsent(Stats.scope(series.scope()), scope -> new java.util.ArrayList<>())
          .add(series);
    }
    scopes.entrySet().stream()
        .limit(MOST_CHARTED_SCOPES)
        .forEach(scope -> scope(body, scope.getKey(), scope.getValue(), collected, panels));
    if (scopes.size() > MOST_CHARTED_SCOPES) {
      body.append("<p class=\"hint\">")
          .append(
              Html.text(
                  "%d more jobs have their figures in the tables and in kpis.csv."
                      .formatted(scopes.size() - MOST_CHARTED_SCOPES)))
          .append("</p>");
    }
  }

  private static void scope(
      StringBuilder body,
      String scope,
      List<KpiTable.Series> series,
      Collected collected,
      ArrayNode panels) {
    List<ReportCharts.Chart> charts =
        ReportCharts.of(
            series, collected.report().getWindowStart(), collected.report().getWindowEnd());
    body.append("<h2>")
        .append(Html.text(scope))
        .append("</h2>")
        .append(
            "<p class=\"hint\">Drag to zoom, double-click to go back. Shaded: "
                + "<span class=\"swatch low\"></span>less than 90 % of the scrapes were seen"
                + "<span class=\"swatch gap\"></span>nothing was seen</p>");
    for (ReportPanel.Section section : ReportPanel.Section.values()) {
      List<ReportCharts.Chart> of =
          charts.stream().filter(chart -> chart.panel().section() == section).toList();
      if (of.isEmpty()) {
        continue;
      }
      boolean folded = section == ReportPanel.Section.OTHER && charts.size() > of.size();
      body.append(
          folded
              ? "<details><summary>%s (%d charts)</summary>".formatted(section.title(), of.size())
              : "<h3>" + section.title() + "</h3>");
      body.append("<div class=\"charts\">");
      for (ReportCharts.Chart chart : of) {
        body.append("<div class=\"panel\"><h4>")
            .append(Html.text(chart.panel().title()))
            .append("<em>")
            .append(Html.text(unit(chart.unit())))
            .append("</em></h4>")
            .append("<div data-panel=\"")
            .append(panels.size())
            .append("\"></div></div>");
        panels.add(chart.data());
      }
      body.append(folded ? "</div></details>" : "</div>");
    }
  }

  /** Those that the axis tells already are not told twice. */
  private static String unit(String unit) {
    return switch (unit) {
      case "seconds", "bytes", "bytes/s", "ratio", "percent" -> "";
      default -> unit;
    };
  }

  private static void tables(StringBuilder body, Collected collected) {
    body.append("<h2>All figures</h2><div class=\"scroll\"><table><thead><tr>")
        .append("<th>Job</th><th>KPI</th><th>Figure</th><th class=\"n\">Value</th>")
        .append("<th class=\"n\">Bucket</th><th class=\"n\">Coverage</th>")
        .append("<th class=\"n\">Scrapes</th></tr></thead><tbody>");
    String before = "";
    for (SummaryRow row : collected.summary()) {
      String kpi = row.labels().isEmpty() ? row.kpi() : row.kpi() + " {" + row.labels() + "}";
      boolean first = !before.equals(row.scope() + kpi);
      before = row.scope() + kpi;
      body.append(first ? "<tr class=\"first\">" : "<tr>");
      cell(body, "", first ? row.scope() : "");
      cell(body, "", first ? kpi : "");
      cell(body, "", row.stat());
      cell(body, "n", Figures.of(row.value(), row.unit()).toString());
      cell(
          body,
          "n",
          Double.isNaN(row.bucketWidth()) ? "" : "± " + Figures.of(row.bucketWidth(), row.unit()));
      cell(
          body,
          new Coverage(row.coverage()).isLow() ? "n low" : "n",
          (int) Math.floor(row.coverage() * 100) + " %");
      cell(body, "n", "%d/%d".formatted(row.scrapes().seen(), row.scrapes().expected()));
      body.append("</tr>");
    }
    body.append("</tbody></table></div>")
        .append(
            "<p class=\"hint\">A quantile is exact up to the width of the histogram's bucket that"
                + " it fell in.</p>");
    targets(body, collected);
  }

  private static void targets(StringBuilder body, Collected collected) {
    body.append("<details><summary>Targets (")
        .append(collected.report().getTargetIds().size())
        .append(")</summary><div class=\"scroll\"><table><thead><tr>")
        .append("<th>Job</th><th>Kind</th><th>Address</th><th>Id</th></tr></thead><tbody>");
    for (ManifestFile.KnownTarget target : ManifestFile.targets(collected)) {
      body.append("<tr>");
      cell(body, "", target.scope());
      cell(body, "", target.kind());
      cell(body, "", target.url());
      cell(body, "", target.id());
      body.append("</tr>");
    }
    body.append("</tbody></table></div></details>");
  }

  private static void cell(StringBuilder body, String classes, String text) {
    body.append("<td class=\"")
        .append(classes)
        .append("\">")
        .append(Html.text(text))
        .append("</td>");
  }

  private void footer(StringBuilder body, Collected collected) {
    String jobs = collected.session().getJobs().stream().sorted().collect(joining(", "));
    body.append("<footer>")
        .append(
            Html.text(
                "Benchstream %s; recipes %s; report computed %s.%s Charts: uPlot %s, MIT licence."
                    .formatted(
                        Software.version(),
                        collected.report().getRecipeVersion(),
                        collected.report().getCreatedAt(),
                        jobs.isEmpty() ? "" : " Jobs: " + jobs + ".",
                        parts.get("uplot_version"))))
        .append("</footer>");
  }
}
