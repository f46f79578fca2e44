package io.benchstream.cli.sessions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.benchstream.cli.api.ApiClient;
import io.benchstream.cli.api.ApiOptions;
import io.benchstream.cli.console.CommonOptions;
import io.benchstream.cli.console.Console;
import io.benchstream.cli.console.ExitCode;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code benchstream session report}. */
@Command(
    name = "report",
    sortOptions = false,
    header = "Show the KPIs of a window that was collected, and fetch its report.html.",
    description = {
      "",
      "Changes nothing: a token with the role read is enough. report.html is one file with charts"
          + " and tables that opens without network.",
      ""
    },
    footer = {
      "",
      "Exit codes: 0 done; 1 nothing was collected, or no gateway; 2 wrong command line.",
      "",
      "Examples:",
      "  benchstream session report bench01",
      "  benchstream session report bench01 --html report.html",
      "  benchstream session report bench01 --json | jq '.kpis[] | select(.stat == \"p99\")'"
    })
public final class SessionReportCommand implements Callable<Integer> {
  private static final String REPORT = "report.html";
  private static final String SUMMARY = "metrics_summary.csv";

  @Parameters(paramLabel = "ID", description = "The session.")
  private String id = "";

  @Option(
      names = "--window",
      paramLabel = "ID",
      description = "A window by its id. Default: the one collected last.")
  private String window = "";

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Write the report with charts to this file.")
  private @Nullable Path html;

  @Mixin private final ApiOptions api = new ApiOptions();
  @Mixin private final CommonOptions common = new CommonOptions();

  private final Console console;

  public SessionReportCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    try (ApiClient client = api.client()) {
      Artifacts artifacts = new Artifacts(client, id);
      JsonNode collection = artifacts.collection(window);
      String windowId = collection.path("window_id").asText();
      List<SummaryLine> lines = SummaryLine.ofCsv(artifacts.file(SUMMARY, windowId));
      if (html != null) {
        Path file = html.toAbsolutePath().normalize();
        Path directory = file.getParent();
        Artifacts.write(
            directory == null ? file : directory,
            String.valueOf(file.getFileName()),
            artifacts.file(REPORT, windowId));
      }
      if (common.json()) {
        ObjectNode document = collection.deepCopy();
        ArrayNode kpis = document.putArray("kpis");
        lines.forEach(line -> kpis.add(line.json()));
        console.json(document, true);
      } else {
        new SummaryView(console).print(collection, lines);
        console.note("Window %s.%s".formatted(windowId, html == null ? "" : " Report: " + html));
      }
      return ExitCode.OK;
    }
  }
}
