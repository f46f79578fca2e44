package io.benchstream.cli.local;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.benchstream.cli.console.CommandFailure;
import io.benchstream.cli.console.CommonOptions;
import io.benchstream.cli.console.Console;
import io.benchstream.cli.console.ExitCode;
import io.benchstream.cli.console.Interruption;
import io.benchstream.cli.console.Numbers;
import io.benchstream.cli.console.Style;
import io.benchstream.cli.installation.LocalState;
import io.benchstream.cli.logging.CliLogging;
import io.benchstream.local.process.PartException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code benchstream up}. */
@Command(
    name = "up",
    sortOptions = false,
    header = "Run everything on this machine: Kafka, registry, VictoriaMetrics, all services.",
    description = {
      "",
      "A Kafka broker runs in this process, Apicurio Registry and VictoriaMetrics as its children,"
          + " all services beside them; everything listens on 127.0.0.1 only. VictoriaMetrics is"
          + " fetched where this machine has none.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  benchstream up",
      "  benchstream up --data-dir ./data --kafka-port 19092",
      "",
      "Runs until Ctrl-C or SIGTERM, then stops all of it in order. The log is benchstream.log in"
          + " the data directory."
    })
public final class UpCommand implements Callable<Integer> {
  @Mixin private final LocalOptions options = new LocalOptions();
  @Mixin private final CommonOptions common = new CommonOptions();

  private final Console console;

  public UpCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    LocalConfig config = options.config();
    long began = System.nanoTime();
    try (Interruption interruption = Interruption.listen();
        ConsoleProgress progress = new ConsoleProgress(console)) {
      console.note(
          "%s, data in %s"
              .formatted(console.style(Style.BOLD, "Benchstream"), config.directory().path()));
      CliLogging.toFile(config.directory().resolve("benchstream.log"), common.verbose());
      try (LocalMode local = interruption.interruptibly(() -> LocalMode.start(config, progress))) {
        tell(local.state(), Duration.ofNanos(System.nanoTime() - began));
        interruption.await();
        console.note("Stopping ...");
      }
      console.note("Stopped.");
      return ExitCode.OK;
    } catch (InterruptedException e) {
      console.note("Stopped before it was up.");
      return ExitCode.FAILURE;
    } catch (PartException e) {
      throw new CommandFailure(String.valueOf(e.getMessage()), e);
    }
  }

  private void tell(LocalState state, Duration took) {
    if (common.json()) {
      console.json(
          JsonNodeFactory.instance
              .objectNode()
              .put("gateway", state.gatewayUrl())
              .put("bootstrap_servers", state.bootstrapServers())
              .put("registry", state.registryUrl())
              .put("victoria_metrics", state.storeUrl())
              .put("vmagent_config", state.vmagentConfig())
              .put("pid", state.pid()),
          false);
      return;
    }
    console.line(
        "%s after %s".formatted(console.style(Style.GREEN, "Ready"), Numbers.seconds(took)));
    console.line("  Gateway            " + state.gatewayUrl());
    console.line("  VictoriaMetrics    " + state.storeUrl() + "vmui");
    console.line("  Kafka              " + state.bootstrapServers());
    console.line("  Schema registry    " + state.registryUrl());
    console.line("  vmagent config     " + state.vmagentConfig());
    console.line("Try `benchstream targets list`, or `benchstream demo`. Ctrl-C stops it.");
  }
}
