package io.benchstream.cli;

import io.benchstream.cli.bench.BenchCommand;
import io.benchstream.cli.bench.BenchRunCommand;
import io.benchstream.cli.check.CheckCommand;
import io.benchstream.cli.check.CheckExpositionCommand;
import io.benchstream.cli.check.CheckRelabelCommand;
import io.benchstream.cli.check.CheckTargetsCommand;
import io.benchstream.cli.completion.CompletionCommand;
import io.benchstream.cli.console.CommandFailure;
import io.benchstream.cli.console.CommonOptions;
import io.benchstream.cli.console.Console;
import io.benchstream.cli.console.ExitCode;
import io.benchstream.cli.console.Style;
import io.benchstream.cli.demo.DemoCommand;
import io.benchstream.cli.doctor.DoctorCommand;
import io.benchstream.cli.events.EventsCommand;
import io.benchstream.cli.events.EventsEmitCommand;
import io.benchstream.cli.events.EventsTraceCommand;
import io.benchstream.cli.kpis.KpisCommand;
import io.benchstream.cli.kpis.KpisTailCommand;
import io.benchstream.cli.local.UpCommand;
import io.benchstream.cli.logging.CliLogging;
import io.benchstream.cli.profiles.ProfilesCheckCommand;
import io.benchstream.cli.profiles.ProfilesCommand;
import io.benchstream.cli.recipes.RecipesCheckCommand;
import io.benchstream.cli.recipes.RecipesCommand;
import io.benchstream.cli.recipes.RecipesListCommand;
import io.benchstream.cli.replay.ReplayCommand;
import io.benchstream.cli.resources.ClustersCommand;
import io.benchstream.cli.resources.JobsCommand;
import io.benchstream.cli.resources.ResourceListCommand;
import io.benchstream.cli.resources.ResourceShowCommand;
import io.benchstream.cli.scrape.ScrapeCommand;
import io.benchstream.cli.sessions.SessionAddTargetCommand;
import io.benchstream.cli.sessions.SessionCollectCommand;
import io.benchstream.cli.sessions.SessionCommand;
import io.benchstream.cli.sessions.SessionCompareCommand;
import io.benchstream.cli.sessions.SessionCreateCommand;
import io.benchstream.cli.sessions.SessionDeleteCommand;
import io.benchstream.cli.sessions.SessionEndCommand;
import io.benchstream.cli.sessions.SessionListCommand;
import io.benchstream.cli.sessions.SessionRemoveTargetCommand;
import io.benchstream.cli.sessions.SessionReportCommand;
import io.benchstream.cli.sessions.SessionShowCommand;
import io.benchstream.cli.simulator.SimulateCommand;
import io.benchstream.cli.simulator.SimulateVllmCommand;
import io.benchstream.cli.targets.TargetsCommand;
import io.benchstream.cli.targets.TargetsListCommand;
import io.benchstream.cli.targets.TargetsShowCommand;
import io.benchstream.cli.topics.TopicsCommand;
import io.benchstream.schemas.ResourceType;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** {@code benchstream}: the commands, and how errors are told. */
@Command(
    name = "benchstream",
    synopsisSubcommandLabel = "COMMAND",
    header = "Metrics and benchmark KPIs of AI clusters, by events, through Kafka.",
    description = {
      "",
      "Begin with `benchstream demo`: it starts everything on this machine, drives a benchmark and"
          + " shows its KPIs.",
      ""
    },
    footer = {
      "",
      "Exit codes: 0 done; 1 failed; 2 wrong command line; 3 what was checked does not hold;"
          + " 130 and 143 ended by Ctrl-C and SIGTERM.",
      "Colours are used on a terminal only, and never where NO_COLOR is set.",
      "`benchstream COMMAND --help` tells more about a command."
    })
public final class BenchstreamCommand {
  @Mixin private final CommonOptions common = new CommonOptions();

  private BenchstreamCommand() {}

  public CommonOptions common() {
    return common;
  }

  /** The command line, ready to execute. */
  public static CommandLine commandLine(Console console) {
    Clock clock = Clock.system(ZoneId.systemDefault());
    CommandLine commandLine =
        new CommandLine(new BenchstreamCommand())
            .addSubcommand(new DemoCommand(console, clock))
            .addSubcommand(new UpCommand(console))
            .addSubcommand(sessions(console, clock))
            .addSubcommand(
                new CommandLine(new BenchCommand())
                    .addSubcommand(
                        new CommandLine(new BenchRunCommand(console, clock))
                            .setStopAtPositional(true)))
            .addSubcommand(new SessionCompareCommand(console))
            .addSubcommand(new DoctorCommand(console, clock))
            .addSubcommand(
                new CommandLine(new EventsCommand())
                    .addSubcommand(new EventsEmitCommand(console, clock))
                    .addSubcommand(new EventsTraceCommand(console)))
            .addSubcommand(
                new CommandLine(new ClustersCommand())
                    .addSubcommand(new ResourceListCommand(console, clock, ResourceType.CLUSTER))
                    .addSubcommand(new ResourceShowCommand(console, ResourceType.CLUSTER)))
            .addSubcommand(
                new CommandLine(new JobsCommand())
                    .addSubcommand(new ResourceListCommand(console, clock, ResourceType.JOB))
                    .addSubcommand(new ResourceShowCommand(console, ResourceType.JOB)))
            .addSubcommand(
                new CommandLine(new TargetsCommand())
                    .addSubcommand(new TargetsListCommand(console, clock))
                    .addSubcommand(new TargetsShowCommand(console)))
            .addSubcommand(
                new CommandLine(new ProfilesCommand())
                    .addSubcommand(new ProfilesCheckCommand(console)))
            .addSubcommand(
                new CommandLine(new KpisCommand())
                    .addSubcommand(new KpisTailCommand(console, clock)))
            .addSubcommand(
                new CommandLine(new RecipesCommand())
                    .addSubcommand(new RecipesListCommand(console))
                    .addSubcommand(new RecipesCheckCommand(console)))
            .addSubcommand(new ReplayCommand(console, clock))
            .addSubcommand(new TopicsCommand(console))
            .addSubcommand(new ScrapeCommand(console))
            .addSubcommand(
                new CommandLine(new CheckCommand())
                    .addSubcommand(new CheckExpositionCommand(console, System.in))
                    .addSubcommand(new CheckRelabelCommand(console))
                    .addSubcommand(new CheckTargetsCommand(console)))
            .addSubcommand(
                new CommandLine(new SimulateCommand())
                    .addSubcommand(new SimulateVllmCommand(console)))
            .addSubcommand(new CompletionCommand(console));
    return configure(commandLine, console);
  }

  private static CommandLine sessions(Console console, Clock clock) {
    return new CommandLine(new SessionCommand())
        .addSubcommand(new SessionCreateCommand(console))
        .addSubcommand(new SessionListCommand(console, clock))
        .addSubcommand(new SessionShowCommand(console, clock))
        .addSubcommand(new SessionAddTargetCommand(console))
        .addSubcommand(new SessionRemoveTargetCommand(console))
        .addSubcommand(new SessionEndCommand(console, clock))
        .addSubcommand(new SessionCollectCommand(console, clock))
        .addSubcommand(new SessionReportCommand(console))
        .addSubcommand(new SessionCompareCommand(console))
        .addSubcommand(new SessionDeleteCommand(console));
  }

  private static CommandLine configure(CommandLine commandLine, Console console) {
    Ansi ansi = console.terminal().colours() ? Ansi.ON : Ansi.OFF;
    return commandLine
        .setColorScheme(CommandLine.Help.defaultColorScheme(ansi))
        .setUsageHelpWidth(Math.clamp(console.terminal().columns(), 72, 110))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionStrategy(BenchstreamCommand::execute)
        .setParameterExceptionHandler((e, args) -> usageError(e, console))
        .setExecutionExceptionHandler((e, failed, parsed) -> failure(e, parsed, console));
  }

  /** A command that only holds others shows its help. */
  private static int execute(ParseResult parsed) {
    List<CommandLine> chain = parsed.asCommandLineList();
    CommandLine last = chain.getLast();
    if (!(last.getCommand() instanceof java.util.concurrent.Callable)
        && !last.isUsageHelpRequested()) {
      throw new ParameterException(last, "a command is missing");
    }
    handDown(chain, last);
    if (verbose(parsed)) {
      CliLogging.toStandardError();
    } else {
      CliLogging.off();
    }
    return new CommandLine.RunLast().execute(parsed);
  }

  /** An option of every command counts wherever it stands, before a subcommand too. */
  private static void handDown(List<CommandLine> chain, CommandLine last) {
    for (String option : List.of("--json", "--verbose")) {
      if (chain.stream().anyMatch(each -> each.getParseResult().hasMatchedOption(option))) {
        last.getCommandSpec().findOption(option).setValue(true);
      }
    }
  }

  private static int usageError(ParameterException e, Console console) {
    console.note(console.style(Style.RED, "benchstream: ") + e.getMessage());
    if (e instanceof UnmatchedArgumentException unmatched) {
      List<String> suggestions = unmatched.getSuggestions();
      if (!suggestions.isEmpty()) {
        console.note("Did you mean %s?".formatted(suggestions.getFirst()));
      }
    }
    console.note("Try `%s --help`.".formatted(e.getCommandLine().getCommandSpec().qualifiedName()));
    return ExitCode.USAGE;
  }

  private static int failure(Exception e, ParseResult parsed, Console console) {
    console.clearStatus();
    console.note(console.style(Style.RED, "benchstream: ") + message(e));
    if (verbose(parsed)) {
      StringWriter trace = new StringWriter();
      e.printStackTrace(new PrintWriter(trace));
      console.note(trace.toString());
    } else if (!(e instanceof CommandFailure)) {
      console.note("Say --verbose to see where it happened.");
    }
    return e instanceof CommandFailure known ? known.exitCode() : ExitCode.FAILURE;
  }

  private static boolean verbose(ParseResult parsed) {
    return parsed.asCommandLineList().stream()
        .anyMatch(command -> command.getParseResult().hasMatchedOption("--verbose"));
  }

  private static String message(Throwable e) {
    Throwable told = e;
    while (told.getMessage() == null && told.getCause() != null) {
      told = told.getCause();
    }
    return told.getMessage() == null ? told.getClass().getSimpleName() : told.getMessage();
  }
}
