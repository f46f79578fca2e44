package io.benchstream.cli.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.benchstream.cli.console.CommandFailure;
import io.benchstream.cli.installation.DataDirectory;
import io.benchstream.cli.simulator.engine.EngineConfig;
import io.benchstream.cli.simulator.http.SimulatedServer;
import io.benchstream.local.process.PartException;
import io.benchstream.local.process.Port;
import io.benchstream.schemas.Phase;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestartE2eIT {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String TOKENS = "vllm:generation_tokens_total{cluster=\"lab\",job=\"long\"}";

  /** Other tests share an installation, which has children too. */
  private final Set<Long> before = children();

  @Test
  void goesOnWhereItWas(@TempDir Path directory) throws Exception {
    try (SimulatedServer server =
        SimulatedServer.start(EngineConfig.defaults(), "127.0.0.1", 0, Clock.systemUTC())) {
      server.startLoad(5, 100, 100, 1);
      Instant seen;
      try (Installation first = Installation.start(directory)) {
        first.emit("long", Phase.RUNNING, server.url());
        awaitTokens(first, Instant.EPOCH);
        seen = Instant.now();
        assertThatThrownBy(() -> Installation.start(directory))
            .isInstanceOf(CommandFailure.class)
            .hasMessageContaining("local mode already runs on " + directory)
            .hasMessageContaining("--data-dir");
      }
      assertThat(new DataDirectory(directory).running()).isEmpty();
      assertThat(children()).isEqualTo(before);

      Instant restarted = Instant.now();
      try (Installation second = Installation.start(directory)) {
        // No event: the target stands on its topic.
        awaitTokens(second, restarted);
        assertThat(second.store().value(TOKENS, seen)).as("samples of before").isPresent();
        second.emit("long", Phase.COMPLETED);
      }
      assertThat(children()).isEqualTo(before);
    }
  }

  @Test
  void takenPortIsNamedWithTheFlagThatChangesIt(@TempDir Path directory) throws Exception {
    try (ServerSocket taken = new ServerSocket()) {
      taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      LocalConfig config =
          new LocalConfig(
              new DataDirectory(directory),
              Port.fixed(taken.getLocalPort(), "--gateway-port"),
              Port.any(),
              Port.any(),
              Port.any(),
              LocalConfig.PARTITIONS);
      assertThatThrownBy(() -> LocalMode.start(config, StartProgress.silent()))
          .isInstanceOf(PartException.class)
          .hasMessageContaining(Integer.toString(taken.getLocalPort()))
          .hasMessageContaining("--gateway-port");
    }
    assertThat(children()).isEqualTo(before);
  }

  /** Waits for samples of the job that are younger than the time. */
  private static void awaitTokens(Installation installation, Instant after) {
    await()
        .atMost(SOON)
        .until(
            () -> {
              installation.store().flush();
              Instant now = Instant.now();
              long seconds = Math.clamp(Duration.between(after, now).toSeconds(), 1, 60);
              return installation
                  .store()
                  .value("last_over_time(%s[%ds])".formatted(TOKENS, seconds), now)
                  .isPresent();
            });
  }

  /** Process ids of the parts that this process started and that still run. */
  private static Set<Long> children() {
    return ProcessHandle.current()
        .children()
        .filter(
            child -> {
              String line = child.info().commandLine().orElse("?");
              return line.contains("quarkus-run") || line.contains("victoria");
            })
        .map(ProcessHandle::pid)
        .collect(Collectors.toSet());
  }
}
