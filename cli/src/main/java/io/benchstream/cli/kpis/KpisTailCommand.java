package io.benchstream.cli.kpis;

import io.benchstream.cli.connection.KafkaSession;
import io.benchstream.cli.console.CommandFailure;
import io.benchstream.cli.console.CommonOptions;
import io.benchstream.cli.console.Console;
import io.benchstream.cli.console.ExitCode;
import io.benchstream.cli.console.Interruption;
import io.benchstream.cli.console.Style;
import io.benchstream.cli.installation.InstallationOptions;
import io.benchstream.gateway.view.KpiJson;
import io.benchstream.runtime.config.DurationText;
import io.benchstream.schemas.KpiWindow;
import io.benchstream.schemas.WindowStatus;
import io.benchstream.schemas.topics.Topic;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code benchstream kpis tail}. */
@Command(
    name = "tail",
    sortOptions = false,
    header = "Print KPIs, one line for each window, as they come.",
    description = {
      "",
      "A window is (start, end]; the time shown is its start. Final windows are printed; with"
          + " --provisional also those that are still open and may change.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  benchstream kpis tail",
      "  benchstream kpis tail --job serve-1 --kpi ttft",
      "  benchstream kpis tail --since 10m --no-follow --json | jq '.values.p95'",
      "",
      "Follows until Ctrl-C."
    })
public final class KpisTailCommand implements Callable<Integer> {
  @Option(names = "--cluster", paramLabel = "ID", description = "Only those of this cluster.")
  private @Nullable String cluster;

  @Option(names = "--job", paramLabel = "ID", description = "Only those of this job.")
  private @Nullable String job;

  @Option(
      names = "--kpi",
      paramLabel = "TEXT",
      description = "Only KPIs whose name contains this text.")
  private String kpi = "";

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "Begin this long ago, for example 10m. Default: now.")
  private String since = "0s";

  @Option(names = "--no-follow", description = "Print what is there and end.")
  private boolean noFollow;

  @Option(names = "--provisional", description = "Print windows that are still open, too.")
  private boolean provisional;

  @Mixin private final InstallationOptions installation = new InstallationOptions();
  @Mixin private final CommonOptions common = new CommonOptions();

  private final Console console;
  private final Clock clock;
  private final KpiJson kpiJson = new KpiJson();

  public KpisTailCommand(Console console, Clock clock) {
    this.console = console;
    this.clock = clock;
  }

  @Override
  public Integer call() throws Exception {
    Instant from = clock.instant().minus(CommandFailure.reading(() -> DurationText.parse(since)));
    try (KafkaSession session = KafkaSession.open(installation.kafka())) {
      if (noFollow) {
        session.readToEnd(Topic.KPIS, KpiWindow.class, from, this::print);
        return ExitCode.OK;
      }
      try (Interruption interruption = Interruption.listen();
          AutoCloseable _ = session.follow(Topic.KPIS, KpiWindow.class, from, this::print)) {
        interruption.await();
        return ExitCode.OK;
      }
    }
  }

  private void print(String key, @Nullable KpiWindow window) {
    if (window == null || !wanted(window)) {
      return;
    }
    if (common.json()) {
      console.json(kpiJson.write(window), false);
      return;
    }
    boolean open = window.getStatus() == WindowStatus.PROVISIONAL;
    console.line(
        "%s  %s  %s  %s %s  %s%s"
            .formatted(
                console.style(Style.DIM, KpiLine.window(window, clock.getZone())),
                KpiLine.scope(window.getScope()),
                console.style(Style.BOLD, window.getKpi()),
                KpiLine.values(window.getValues()),
                window.getUnit(),
                console.style(Style.DIM, KpiLine.quality(window)),
                open ? console.style(Style.YELLOW, "  open") : ""));
  }

  private boolean wanted(KpiWindow window) {
    return (cluster == null || cluster.equals(window.getScope().getCluster()))
        && (job == null || job.equals(window.getScope().getJob()))
        && window.getKpi().contains(kpi)
        && (provisional || window.getStatus() == WindowStatus.FINAL);
  }
}
