package io.benchstream.cli.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.benchstream.cli.api.ApiClient;
import io.benchstream.cli.console.CommandFailure;
import io.benchstream.cli.console.Console;
import io.benchstream.cli.console.ExitCode;
import io.benchstream.cli.console.Interruption;
import io.benchstream.cli.console.Numbers;
import io.benchstream.cli.sessions.Artifacts;
import io.benchstream.cli.sessions.Collection;
import io.benchstream.cli.sessions.SummaryLine;
import io.benchstream.cli.sessions.SummaryView;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * One benchmark from the opening of its session to its files. Whatever happens, the session ends
 * with the load, or is deleted where the load never ran.
 */
final class BenchRun {
  private static final int NOT_RUNNABLE = 126;
  private static final int NOT_FOUND = 127;

  /** ENOENT, which Java tells in words only. */
  private static final Pattern NO_SUCH_FILE = Pattern.compile("error[=:] ?2\\b");

  private final Plan plan;
  private final ApiClient client;
  private final Interruption interruption;
  private final Console console;
  private final Clock clock;
  private final boolean asJson;
  private final BenchSession session;

  /**
   * What is to be done.
   *
   * @param id of the session
   * @param opening the body that opens the session
   * @param targets the bodies that register its targets
   * @param ready how long the first scrapes may take; zero does not wait for them
   * @param command the load generator and its arguments
   * @param patience how long to wait until the window is final
   * @param output where the files go
   */
  record Plan(
      String id,
      ObjectNode opening,
      List<ObjectNode> targets,
      Duration ready,
      List<String> command,
      Duration patience,
      Path output) {
    Plan {
      targets = List.copyOf(targets);
      command = List.copyOf(command);
    }
  }

  BenchRun(
      Plan plan,
      ApiClient client,
      Interruption interruption,
      Console console,
      Clock clock,
      boolean asJson) {
    this.plan = plan;
    this.client = client;
    this.interruption = interruption;
    this.console = console;
    this.clock = clock;
    this.asJson = asJson;
    this.session = new BenchSession(client, plan.id(), clock);
  }

  /** Runs it; the result is the exit code. */
  int run() throws Exception {
    session.open(plan.opening(), plan.targets());
    if (!becomesReady()) {
      session.forget();
      return ExitCode.FAILURE;
    }
    LoadProcess load;
    try {
      load =
          LoadProcess.start(
              plan.command(), Map.of("BENCHSTREAM_SESSION", plan.id()), console, asJson, clock);
    } catch (IOException e) {
      console.note("benchstream: %s cannot be run: %s".formatted(plan.command().getFirst(), e));
      session.forget();
      return NO_SUCH_FILE.matcher(String.valueOf(e)).find() ? NOT_FOUND : NOT_RUNNABLE;
    }
    return await(load) ? finish(load) : stopped();
  }

  private boolean becomesReady() throws Exception {
    if (plan.ready().isZero()) {
      return !interruption.requested();
    }
    console.status("  Waiting for the first scrape of each target ...");
    try {
      return session.awaitScraped(plan.ready(), interruption);
    } catch (CommandFailure e) {
      throw session.forgetting(e);
    } finally {
      console.clearStatus();
    }
  }

  /** Waits for the end of the load; where this process is to end first, ends load and session. */
  private boolean await(LoadProcess load) {
    boolean ended = false;
    try (BenchProgress _ = BenchProgress.show(client, plan.id(), console)) {
      ended = load.await(interruption);
    } finally {
      if (!ended) {
        load.stop();
        session.end();
      }
    }
    return ended;
  }

  private int finish(LoadProcess load) throws Exception {
    int code = load.exitCode();
    console.note(
        "%s ended after %s with exit code %d."
            .formatted(
                plan.command().getFirst(),
                Numbers.seconds(Duration.between(load.began(), load.over())),
                code));
    try {
      session.end();
      collect(window(load), code);
      return code;
    } catch (InterruptedException e) {
      return stopped();
    } catch (CommandFailure e) {
      if (code == ExitCode.OK) {
        throw e;
      }
      // The command's own failure is what whoever called this wants to hear of.
      console.note("benchstream: " + e.getMessage());
      return code;
    }
  }

  private int stopped() {
    console.note(
        "Stopped; session %s has ended. `benchstream session collect %s` collects what there is."
            .formatted(plan.id(), plan.id()));
    return ExitCode.FAILURE;
  }

  /** The time in which the load ran, by the gateway's clock. */
  private Collection window(LoadProcess load) {
    return new Collection(
        load.began().plus(session.ahead()).truncatedTo(ChronoUnit.MILLIS),
        load.over().plus(session.ahead()).truncatedTo(ChronoUnit.MILLIS),
        null);
  }

  private void collect(Collection window, int code) throws Exception {
    JsonNode collected =
        interruption.interruptibly(
            () -> {
              JsonNode answer = window.collect(client, plan.id(), plan.patience(), console);
              new Artifacts(client, plan.id()).download(answer, plan.output());
              return answer;
            });
    if (asJson) {
      ObjectNode document = collected.deepCopy();
      console.json(document.put("exit_code", code), true);
    } else {
      new SummaryView(console).print(collected, SummaryLine.of(collected));
      console.note("Report, tables and manifest: " + plan.output());
    }
  }
}
