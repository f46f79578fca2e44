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
import io.benchstream.cli.simulator.http.LoadConfig;
import io.benchstream.cli.simulator.http.LoadCounts;
import io.benchstream.cli.simulator.http.LoadGenerator;
import io.benchstream.cli.simulator.http.VllmServer;
import io.benchstream.runtime.config.DurationText;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
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
    Vertx vertx = Vertx.vertx();
    try (Interruption interruption = Interruption.listen()) {
      VllmServer server = serve(vertx, engine);
      LoadGenerator load = load(vertx, server);
      run(interruption, server, load, time);
      console.clearStatus();
      return ExitCode.OK;
    } finally {
      await(vertx.close());
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

  private VllmServer serve(Vertx vertx, EngineConfig engine) {
    try {
      return await(VllmServer.start(vertx, engine, host, port, Clock.systemUTC()));
    } catch (CompletionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new CommandFailure(
          "cannot listen on %s:%d (%s); choose another with --port"
              .formatted(host, port, cause.getMessage()),
          e);
    }
  }

  private @Nullable LoadGenerator load(Vertx vertx, VllmServer server) {
    if (loadRate == 0 && loadConcurrency == 0) {
      return null;
    }
    int concurrency = loadConcurrency == 0 ? maxRunning + maxWaiting : loadConcurrency;
    LoadConfig config =
        CommandFailure.reading(
            () -> new LoadConfig(address(server), loadRate, concurrency, 1024, seed));
    return await(LoadGenerator.start(vertx, config));
  }

  private void run(
      Interruption interruption,
      VllmServer server,
      @Nullable LoadGenerator load,
      Duration time) {
    if (common.json()) {
      console.json(json(server, load), false);
    } else {
      console.line("Simulated vLLM at %s".formatted(address(server)));
      console.line("  curl %s/metrics".formatted(address(server)));
      console.line(
          "  curl %s/v1/completions -H 'content-type: application/json' -d '{\"prompt\":\"Hello\",\"max_tokens\":32}'"
              .formatted(address(server)));
    }
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() - end < 0 && !interruption.await(TICK)) {
      if (load != null) {
        LoadCounts counts = load.counts();
        console.status(
            "%s requests done, %s under way, %s failed"
                .formatted(
                    Numbers.count(counts.completed()),
                    Numbers.count(counts.underWay()),
                    Numbers.count(counts.failed() + counts.dropped())));
      }
    }
    if (common.json()) {
      console.json(json(server, load), false);
    }
  }

  private static ObjectNode json(VllmServer server, @Nullable LoadGenerator load) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("url", address(server).toString());
    if (load != null) {
      LoadCounts counts = load.counts();
      document.put("sent", counts.sent());
      document.put("completed", counts.completed());
      document.put("failed", counts.failed());
      document.put("dropped", counts.dropped());
      document.put("under_way", counts.underWay());
    }
    return document;
  }

  private static URI address(VllmServer server) {
    return URI.create("http://127.0.0.1:" + server.port());
  }

  private static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
  }
}
