package io.benchstream.cli.replay;

import io.benchstream.aggregator.replay.ReplaySettings;
import io.benchstream.aggregator.replay.SamplesReplay;
import io.benchstream.aggregator.window.Windows;
import io.benchstream.cli.connection.KafkaSession;
import io.benchstream.cli.console.CommandFailure;
import io.benchstream.cli.console.CommonOptions;
import io.benchstream.cli.console.Console;
import io.benchstream.cli.console.ExitCode;
import io.benchstream.cli.console.Numbers;
import io.benchstream.cli.console.Style;
import io.benchstream.cli.installation.InstallationOptions;
import io.benchstream.cli.kpis.KpiLine;
import io.benchstream.cli.local.LocalConfig;
import io.benchstream.cli.recipes.RecipesListCommand;
import io.benchstream.gateway.view.KpiJson;
import io.benchstream.runtime.config.DurationText;
import io.benchstream.runtime.kafka.KafkaConfig;
import io.benchstream.schemas.KpiWindow;
import io.benchstream.schemas.WindowStatus;
import io.benchstream.schemas.topics.Topic;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code benchstream replay}. */
@Command(
    name = "replay",
    sortOptions = false,
    header =
        "Compute the KPIs of a past time again from the samples, by the same or other recipes.",
    description = {
      "",
      "Prints the final KPIs of the windows that lie wholly between --from and --to. Nothing is"
          + " written: the KPIs on the topic stay as they are. With the same recipes, window and"
          + " grace the numbers are the same, bit for bit; --check compares them.",
      ""
    },
    footer = {
      "",
      "Exit codes: 0 done; 3 with --check, where a KPI is not the same as on the topic.",
      "",
      "Examples:",
      "  benchstream replay --from 30m --to 10m",
      "  benchstream replay --from 2026-11-21T10:00:00Z --to 2026-11-21T10:30:00Z --recipes new.yaml",
      "  benchstream replay --from 30m --to 10m --check"
    })
public final class ReplayCommand implements Callable<Integer> {
  private static final Duration USUAL_WINDOW = Duration.ofSeconds(10);
  private static final Duration USUAL_GRACE = Duration.ofSeconds(2);
  private static final int DIFFERENCES_SHOWN = 20;

  /** The aggregator closes windows by the wall clock a little later than the grace asks. */
  private static final Duration SETTLED = Duration.ofSeconds(2);

  @Option(
      names = "--from",
      paramLabel = "TIME",
      required = true,
      description = "2026-11-21T10:00:00Z, or 30m for so long ago.")
  private String from = "";

  @Option(
      names = "--to",
      paramLabel = "TIME",
      description = "As --from. Default: the last window that is final.")
  private String to = "now";

  @Option(
      names = "--recipes",
      paramLabel = "FILE",
      description = "Recipes in place of the default set.")
  private @Nullable Path recipes;

  @Option(
      names = "--window",
      paramLabel = "TIME",
      description = "The aggregator's window. Default: 10s, and what local mode has with it.")
  private @Nullable String window;

  @Option(
      names = "--grace",
      paramLabel = "TIME",
      description = "The aggregator's grace. Default: 2s, and what local mode has with it.")
  private @Nullable String grace;

  @Option(
      names = "--lead",
      paramLabel = "TIME",
      description =
          "Read so much more before --from; with less the numbers are the same only for what was"
              + " scraped all the time. Default: ${DEFAULT-VALUE}.")
  private String lead = DurationText.format(ReplaySettings.USUAL_LEAD);

  @Option(names = "--check", description = "Compare with the topic in place of printing.")
  private boolean check;

  @Mixin private final InstallationOptions installation = new InstallationOptions();
  @Mixin private final CommonOptions common = new CommonOptions();

  private final Console console;
  private final Clock clock;
  private final KpiJson kpiJson = new KpiJson();

  public ReplayCommand(Console console, Clock clock) {
    this.console = console;
    this.clock = clock;
  }

  @Override
  public Integer call() {
    KafkaConfig kafka = installation.kafka();
    ReplaySettings settings = CommandFailure.reading(() -> settings(windows(kafka)));
    SamplesReplay replay = new SamplesReplay(kafka, RecipesListCommand.load(recipes));
    LiveComparison comparison = new LiveComparison();
    try (KafkaSession session = KafkaSession.open(kafka)) {
      long read =
          replay.run(
              settings,
              check ? comparison::again : this::print,
              count -> console.status("%s records read".formatted(Numbers.count(count))));
      console.clearStatus();
      console.note("%s records of samples read".formatted(Numbers.count(read)));
      return check ? compare(session, settings, comparison) : ExitCode.OK;
    }
  }

  private Windows windows(KafkaConfig kafka) {
    boolean local =
        installation
            .dataDirectory()
            .running()
            .filter(state -> state.bootstrapServers().equals(kafka.bootstrapServers()))
            .isPresent();
    Duration size = local ? LocalConfig.WINDOW : USUAL_WINDOW;
    Duration late = local ? LocalConfig.GRACE : USUAL_GRACE;
    return new Windows(
        window == null ? size : DurationText.parse(window),
        grace == null ? late : DurationText.parse(grace));
  }

  private ReplaySettings settings(Windows windows) {
    Instant now = clock.instant();
    Instant last = now.minus(windows.grace()).minus(SETTLED);
    Instant until = PastTime.parse("--to", to, now);
    return new ReplaySettings(
        windows,
        PastTime.parse("--from", from, now),
        until.isAfter(last) ? last : until,
        DurationText.parse(lead));
  }

  private int compare(KafkaSession session, ReplaySettings settings, LiveComparison comparison) {
    session.readToEnd(
        Topic.KPIS,
        KpiWindow.class,
        settings.from().minus(settings.windows().size()),
        (String key, @Nullable KpiWindow kpi) -> {
          if (kpi != null
              && kpi.getStatus() == WindowStatus.FINAL
              && !kpi.getWindowStart().isBefore(settings.from())
              && !kpi.getWindowEnd().isAfter(settings.to())) {
            comparison.live(kpi);
          }
        });
    List<String> differences = comparison.differences();
    differences.stream().limit(DIFFERENCES_SHOWN).forEach(console::line);
    if (differences.size() > DIFFERENCES_SHOWN) {
      console.line("and %d more".formatted(differences.size() - DIFFERENCES_SHOWN));
    }
    console.line(
        "%d KPIs are the same bit for bit, %d differ"
            .formatted(comparison.equal(), differences.size()));
    return differences.isEmpty() ? ExitCode.OK : ExitCode.CHECK_FAILED;
  }

  private void print(KpiWindow kpi) {
    if (common.json()) {
      console.json(kpiJson.write(kpi), false);
      return;
    }
    console.line(
        "%s  %s  %s  %s %s  %s"
            .formatted(
                console.style(Style.DIM, KpiLine.window(kpi, clock.getZone())),
                KpiLine.scope(kpi.getScope()),
                console.style(Style.BOLD, kpi.getKpi()),
                KpiLine.values(kpi.getValues()),
                kpi.getUnit(),
                console.style(Style.DIM, KpiLine.quality(kpi))));
  }
}
