package io.benchstream.runtime.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.benchstream.runtime.health.Health;
import io.benchstream.runtime.health.ServerConfig;
import io.benchstream.runtime.kafka.Backoff;
import io.benchstream.runtime.kafka.KafkaConfig;
import io.benchstream.runtime.lifecycle.Component;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceMainIT {
  private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

  @TempDir Path directory;

  @Test
  void answersHealthReadinessAndMetricsWhileItRuns() throws Exception {
    int port = freePort();
    Path config = config("server: {port: " + port + "}\n");
    CompletableFuture<Health.Check> part = new CompletableFuture<>();
    Thread service =
        new Thread(
            () ->
                run(
                    new ServiceMain<>(
                        "sample",
                        SampleConfig.class,
                        (loaded, context) -> {
                          part.complete(context.health().register("part"));
                          return new Nothing();
                        }),
                    "--config",
                    config.toString()));
    service.start();
    part.join();

    await().ignoreExceptions().until(() -> get(port, "/healthz").statusCode() == 200);
    assertThat(get(port, "/readyz").statusCode()).isEqualTo(503);
    assertThat(get(port, "/readyz").body()).contains("\"part\":\"starting\"");
    part.join().ready();
    assertThat(get(port, "/readyz").statusCode()).isEqualTo(200);
    assertThat(get(port, "/metrics").body()).contains("jvm_memory_used_bytes");

    service.interrupt();
    service.join(10_000);
    assertThat(service.isAlive()).isFalse();
  }

  @Test
  void aBadConfigurationIsOneLineAndExitCode2() throws Exception {
    Path config = config("sever: {port: 1}\n");

    int code =
        run(
            new ServiceMain<>("sample", SampleConfig.class, (loaded, context) -> new Nothing()),
            "--config",
            config.toString());

    assertThat(code).isEqualTo(2);
    assertThat(errors.toString(UTF_8))
        .hasLineCount(1)
        .contains("service.yaml:3: sever: unknown key; known are kafka, server");
  }

  @Test
  void withoutArgumentsItTellsItsUsage() {
    int code =
        run(new ServiceMain<>("sample", SampleConfig.class, (loaded, context) -> new Nothing()));

    assertThat(code).isEqualTo(2);
    assertThat(errors.toString(UTF_8)).startsWith("usage: sample --config FILE");
  }

  @Test
  void aTakenPortIsNamedWithItsSetting() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
      Path config = config("server: {port: " + taken.getLocalPort() + "}\n");

      int code =
          run(
              new ServiceMain<>("sample", SampleConfig.class, (loaded, context) -> new Nothing()),
              "--config",
              config.toString());

      assertThat(code).isEqualTo(1);
      assertThat(errors.toString(UTF_8))
          .contains("cannot listen on 127.0.0.1:" + taken.getLocalPort())
          .contains("server.port");
    }
  }

  @Test
  void endsWhenItIsToldToWhileItStillWaitsForABroker() throws Exception {
    Path log = directory.resolve("log");
    Process service =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Waiting.class.getName(),
                "--config",
                config("server: {port: 0}\n").toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> Files.readString(log).contains("waiting for a broker"));

      service.destroy();

      assertThat(service.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(Files.readString(log)).contains("closed");
    } finally {
      service.destroyForcibly();
    }
  }

  private int run(ServiceMain<SampleConfig> main, String... args) {
    try {
      return main.run(args, new PrintStream(errors, true, UTF_8));
    } catch (InterruptedException e) {
      return 0;
    }
  }

  private Path config(String rest) throws IOException {
    return Files.writeString(
        directory.resolve("service.yaml"),
        "kafka:\n  {bootstrap_servers: 'localhost:1', registry_url: 'http://localhost:2'}\n"
            + rest);
  }

  private static HttpResponse<String> get(int port, String path) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
            HttpResponse.BodyHandlers.ofString());
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  record SampleConfig(KafkaConfig kafka, ServerConfig server) implements ServiceConfig {}

  /** A service whose broker never answers. */
  static final class Waiting implements Component {
    public static void main(String[] args) throws InterruptedException {
      new ServiceMain<>("waiting", SampleConfig.class, (loaded, context) -> new Waiting())
          .run(args, System.out);
    }

    @Override
    public void start() {
      System.out.println("waiting for a broker");
      Backoff.forever()
          .call(
              "broker",
              e -> true,
              () -> {
                throw new IOException("away");
              });
    }

    @Override
    public void close() {
      System.out.println("closed");
    }
  }

  static final class Nothing implements Component {
    @Override
    public void start() {}

    @Override
    public void close() {}
  }
}
