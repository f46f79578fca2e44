package io.benchstream.cli.simulator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.benchstream.cli.console.CommandFailure;
import io.benchstream.cli.console.CommonOptions;
import io.benchstream.cli.console.Console;
import io.benchstream.cli.console.ExitCode;
import io.benchstream.cli.console.Interruption;
import io.benchstream.cli.console.Numbers;
import io.benchstream.cli.simulator.engine.EngineConfig;
import io.benchstream.cli.simulator.engine.MetricNames;
import io.benchstream.cli.simulator.http.LoadCounts;
import io.benchstream.cli.simulator.http.SimulatedServer;
import io.benchstream.runtime.config.DurationText;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code benchstream simulate vllm}. */
@Command(
    name = "vllm",
    sortOptions = false,
    header = "Run a simulated vLLM server, with or without load on it.",
    description = {
      "",
      "Answers /v1/completions, /v1/chat/completions (streams too), /v1/models, /health and"
          + " /metrics as vLLM does. Requests take the time that is drawn for them, wait when all"
          + " slots are taken, and show on /metrics. The same seed draws the same requests.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  benchstream simulate vllm --load-rate 12          a server under 12 requests/s",
      "  benchstream simulate vllm --slowdown 1.10         10 %% slower than normal",
      "  benchstream simulate vllm --load-concurrency 32 --duration 60s",
      "",
      "Ends with Ctrl-C, or after --duration with exit code 0."
    })
public final class SimulateVllmCommand implements Callable<Integer> {
  private static final Duration FOR_EVER = Duration.ofDays(36_500);
  private static final int LONGEST_OUTPUT = 1024;
  private static final Duration TICK = Duration.ofMillis(500);

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      description = "Address to listen on. Default: ${DEFAULT-VALUE}.")
  private String host = "127.0.0.1";

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Port to listen on, 0 for a free one. Default: ${DEFAULT-VALUE}.")
  private int port = 8000;

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description = "The label model_name. Default: ${DEFAULT-VALUE}.")
  private String model = EngineConfig.DEFAULT_MODEL;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Decides every draw. Default: ${DEFAULT-VALUE}.")
  private long seed = 1;

  @Option(
      names = "--slowdown",
      paramLabel = "FACTOR",
      description = "Factor on every latency. Default: ${DEFAULT-VALUE}.")
  private double slowdown = 1.0;

  @Option(
      names = "--max-running",
      paramLabel = "N",
      description =
          "Requests that run at once; further ones wait. The KV cache grows with it. Default:"
              + " ${DEFAULT-VALUE}.")
  private int maxRunning = EngineConfig.defaults().maxRunning();

  @Option(
      names = "--max-waiting",
      paramLabel = "N",
      description = "Requests that may wait; further ones get a 503. Default: ${DEFAULT-VALUE}.")
  private int maxWaiting = EngineConfig.defaults().maxWaiting();

  @Option(
      names = "--old-names",
      description =
          "Metric names of vLLM before 0.11: time_per_output_token_seconds, gpu_cache_usage_perc.")
  private boolean oldNames;

  @Option(
      names = "--load-rate",
      paramLabel = "RATE",
      description = "Put load on it: Poisson arrivals of this many requests/s.")
  private double loadRate;

  @Option(
      names = "--load-concurrency",
      paramLabel = "N",
      description =
          "Put load on it: this many requests under way at any time. With --load-rate: at most.")
  private int loadConcurrency;

  @Option(
      names = "--duration",
      paramLabel = "TIME",
      description = "End after this time, for example 60s or 5m. Default: never.")
  private @Nullable String duration;

  @Mixin private final CommonOptions common = new CommonOptions();

  private final Console console;

  public SimulateVllmCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    EngineConfig engine = CommandFailure.reading(this::engine);
    Duration time = CommandFailure.reading(this::time);
    checkPort();
    try (Interruption interruption = Interruption.listen();
        SimulatedServer server = SimulatedServer.start(engine, host, port, Clock.systemUTC())) {
      if (loadRate != 0 || loadConcurrency != 0) {
        startLoad(server);
      }
      run(interruption, server, time);
      console.clearStatus();
      return ExitCode.OK;
    }
  }

  private void checkPort() {
    if (port < 0 || port > 65_535) {
      throw CommandFailure.usage("--port %d: it must be 0 to 65535".formatted(port), null);
    }
  }

  private EngineConfig engine() {
    return EngineConfig.defaults()
        .withModelName(model)
        .withSeed(seed)
        .withSlowdown(slowdown)
        .withMaxRunning(maxRunning)
        .withMaxWaiting(maxWaiting)
        .withMetricNames(oldNames ? MetricNames.OLD : MetricNames.CURRENT);
  }

  private Duration time() {
    return duration == null ? FOR_EVER : DurationText.parse(duration);
  }

  private void startLoad(SimulatedServer server) {
    int concurrency = loadConcurrency == 0 ? maxRunning + maxWaiting : loadConcurrency;
    CommandFailure.reading(
        () -> {
          server.startLoad(loadRate, concurrency, LONGEST_OUTPUT, seed);
          return server;
        });
  }

  private void run(Interruption interruption, SimulatedServer server, Duration time) {
    if (common.json()) {
      console.json(json(server), false);
    } else {
      console.line("Simulated vLLM at " + server.url());
      console.line("  curl %s/metrics".formatted(server.url()));
      console.line(
          "  curl %s/v1/completions -H 'content-type: application/json' -d '{\"prompt\":\"Hello\",\"max_tokens\":32}'"
              .formatted(server.url()));
    }
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() - end < 0 && !interruption.await(TICK)) {
      LoadCounts counts = server.loadCounts();
      if (counts.sent() > 0) {
        console.status(
            "%s requests done, %s under way, %s failed"
                .formatted(
                    Numbers.count(counts.completed()),
                    Numbers.count(counts.underWay()),
                    Numbers.count(counts.failed() + counts.dropped())));
      }
    }
    if (common.json()) {
      console.json(json(server), false);
    }
  }

  private static ObjectNode json(SimulatedServer server) {
    LoadCounts counts = server.loadCounts();
    return JsonNodeFactory.instance
        .objectNode()
        .put("url", server.url().toString())
        .put("sent", counts.sent())
        .put("completed", counts.completed())
        .put("failed", counts.failed())
        .put("dropped", counts.dropped())
        .put("under_way", counts.underWay());
  }
}
