package io.benchstream.cli.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.benchstream.cli.BenchstreamCommand;
import io.benchstream.cli.console.Console;
import io.benchstream.cli.console.ExitCode;
import io.benchstream.cli.console.Terminal;
import io.benchstream.cli.simulator.engine.EngineConfig;
import io.benchstream.cli.simulator.http.SimulatedServer;
import io.benchstream.runtime.kafka.KafkaClients;
import io.benchstream.schemas.topics.Topic;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The commands against a local mode that runs. */
@ExtendWith(SharedInstallation.class)
class CommandsE2eIT {
  private final Installation installation;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  CommandsE2eIT(Installation installation) {
    this.installation = installation;
  }

  /** Runs a command on the installation; returns its exit code. */
  private int run(String... arguments) {
    return runElsewhere(
        with(List.of(arguments), "--data-dir", installation.directory().toString()));
  }

  private int runElsewhere(String... arguments) {
    out.reset();
    err.reset();
    return BenchstreamCommand.commandLine(
            new Console(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Terminal.none()))
        .execute(arguments);
  }

  private String output() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String errors() {
    return err.toString(StandardCharsets.UTF_8);
  }

  private JsonNode json() throws Exception {
    return new ObjectMapper().readTree(output());
  }

  @Test
  void topicsAreAsTheCatalogueSays() throws Exception {
    assertThat(run("topics")).isEqualTo(ExitCode.OK);
    assertThat(output()).contains("benchstream.samples", "target id", "Scrape", "ok");
    assertThat(run("topics", "--json")).isEqualTo(ExitCode.OK);
    assertThat(json()).hasSize(9);
    assertThat(json().findValues("differences")).allMatch(JsonNode::isEmpty);
  }

  @Test
  void missingTopicIsToldAndNotWaitedFor() {
    String servers = installation.kafka().bootstrapServers();
    List<String> tail = List.of("kpis", "tail", "--no-follow", "--bootstrap-server", servers);
    assertThat(runElsewhere(with(tail, "--topic-prefix", "none."))).isEqualTo(ExitCode.FAILURE);
    assertThat(errors()).contains("has no topic none.kpis", "--topic-prefix");
  }

  @Test
  void eventIsNotEmittedWithoutTheRegistryAndThatIsTold() {
    String servers = installation.kafka().bootstrapServers();
    List<String> emit = List.of("events", "emit", "--cluster", "c", "--phase", "RUNNING");
    assertThat(
            runElsewhere(
                with(emit, "--bootstrap-server", servers, "--registry", "http://127.0.0.1:1")))
        .isEqualTo(ExitCode.FAILURE);
    assertThat(errors()).contains("http://127.0.0.1:1 does not answer", "--registry");
  }

  @Test
  void emittedEventShowsInTargetsAndKpis() throws Exception {
    try (SimulatedServer server =
        SimulatedServer.start(EngineConfig.defaults(), "127.0.0.1", 0, Clock.systemUTC())) {
      server.startLoad(8, 100, 50, 1);
      String address = "127.0.0.1:" + server.url().getPort();
      List<String> event = List.of("events", "emit", "--cluster", "cmd", "--job", "j");
      assertThat(
              run(
                  with(
                      event,
                      "--phase",
                      "RUNNING",
                      "--endpoint",
                      "vllm=" + address,
                      "--interval",
                      "500ms")))
          .isEqualTo(ExitCode.OK);
      assertThat(output()).contains("job/cmd/j RUNNING", "benchstream.lifecycle-");

      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () -> {
                run("targets", "list", "--cluster", "cmd");
                assertThat(output()).contains("http://" + address + "/metrics", " up ");
              });
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () -> {
                run("kpis", "tail", "--since", "5m", "--no-follow", "--cluster", "cmd");
                assertThat(output()).contains("cmd/j  ttft  p50 ", " seconds  ");
              });
      assertThat(run("targets", "list", "--cluster", "cmd", "--json")).isEqualTo(ExitCode.OK);
      assertThat(json().get(0).at("/target/settings/scrape_interval_ms").asInt()).isEqualTo(500);
      assertThat(run(with(event, "--phase", "COMPLETED"))).isEqualTo(ExitCode.OK);
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () -> {
                run("targets", "list", "--cluster", "cmd");
                assertThat(output()).isEmpty();
              });
      assertThat(run("events", "trace", "--cluster", "cmd", "--json")).isEqualTo(ExitCode.OK);
      assertThat(json().findValuesAsText("fate")).containsExactly("applied", "applied");
      assertThat(json().findValuesAsText("targets_put")).containsExactly("1", "0");
      assertThat(run("events", "trace", "no-such-event")).isEqualTo(ExitCode.CHECK_FAILED);
    }
  }

  /** What schedulers put on the topic in JSON is looked up as any other event. */
  @Test
  void eventsInJsonAreTraced() throws Exception {
    String event =
        """
        {"specversion":"1.0","id":"traced-%s","source":"/traced","type":"io.benchstream.job.running",
         "subject":"job/traced/j","time":"2026-05-01T12:00:0%sZ","data":{"kind":"%s"}}\
        """;
    try (KafkaClients clients =
            new KafkaClients(installation.kafka(), "traced", new SimpleMeterRegistry());
        Producer<byte[], byte[]> producer = clients.producer(Map.of())) {
      String topic = installation.kafka().topics().name(Topic.LIFECYCLE);
      for (String text :
          List.of(
              event.formatted("good", "1", "static"),
              event.formatted("late", "0", "static"),
              event.formatted("bad", "2", "nomad"))) {
        producer.send(new ProducerRecord<>(topic, 0, null, text.getBytes(UTF_8))).get();
      }
    }

    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> {
              run("events", "trace", "--source", "/traced", "--json");
              assertThat(json().findValuesAsText("fate"))
                  .containsExactly("applied", "stale", "rejected");
            });
    assertThat(json().findValuesAsText("reason").getLast())
        .contains("'nomad' is not a monitor profile");
  }

  private static String[] with(List<String> first, String... more) {
    return java.util.stream.Stream.concat(first.stream(), java.util.stream.Stream.of(more))
        .toArray(String[]::new);
  }

  @Test
  void demoAgreesWithTheTruthAndSaysSo() throws Exception {
    int code = run("demo", "--duration", "20s", "--json");

    assertThat(code).as("%s%n%s", output(), err.toString(StandardCharsets.UTF_8)).isZero();
    JsonNode outcome = json();
    assertThat(outcome.get("agrees").asBoolean()).isTrue();
    assertThat(outcome.get("targets").asInt()).isGreaterThanOrEqualTo(4);
    JsonNode ttft = kpi(outcome, "ttft");
    assertThat(ttft.get("unit").asText()).isEqualTo("seconds");
    for (String quantile : List.of("p50", "p95", "p99")) {
      JsonNode value = ttft.get("values").get(quantile);
      assertThat(value.get("verdict").asText()).as(quantile).isEqualTo("agrees");
      assertThat(value.get("victoria_metrics").asDouble())
          .isCloseTo(value.get("value").asDouble(), org.assertj.core.api.Assertions.within(1e-6));
    }
    assertThat(kpi(outcome, "request_throughput").at("/values/value/value").asDouble())
        .isBetween(5.0, 20.0);
    assertThat(kpi(outcome, "kv_cache_usage").get("scrapes_seen").asInt()).isGreaterThan(5);
    assertThat(kpi(outcome, "node_cpu_usage").at("/values/value/value").asDouble())
        .isBetween(0.0, 1.0);
    replayGivesTheNumbersOnTheTopic(outcome.get("job").asText());
  }

  private void replayGivesTheNumbersOnTheTopic(String job) throws Exception {
    List<String> tail = List.of("kpis", "tail", "--no-follow", "--json", "--since", "10m");
    assertThat(run(with(tail, "--job", job, "--kpi", "ttft"))).isEqualTo(ExitCode.OK);
    Map<String, JsonNode> live = byWindow();
    assertThat(run("replay", "--from", "10m", "--lead", "2m", "--json")).isEqualTo(ExitCode.OK);
    Map<String, JsonNode> again = byWindow();
    assertThat(live).isNotEmpty();
    // A window that is not final yet is on neither side, or on one.
    assertThat(again.values()).containsAnyElementsOf(live.values());
    run(with(tail, "--job", job, "--kpi", "ttft"));
    assertThat(byWindow()).as("what is on the topic stays").containsAllEntriesOf(live);
  }

  /**
   * The lines of the output about the KPI ttft of a job that has values, by their windows' ends.
   */
  private Map<String, JsonNode> byWindow() throws Exception {
    Map<String, JsonNode> windows = new HashMap<>();
    for (String line : output().lines().toList()) {
      JsonNode kpi = new ObjectMapper().readTree(line);
      if (kpi.path("kpi").asText().equals("ttft") && !kpi.path("values").isEmpty()) {
        windows.put(kpi.path("windowEnd").asText() + kpi.path("scope"), kpi);
      }
    }
    return windows;
  }

  private static JsonNode kpi(JsonNode outcome, String name) {
    for (JsonNode kpi : outcome.get("kpis")) {
      if (kpi.get("kpi").asText().equals(name)) {
        return kpi;
      }
    }
    throw new AssertionError("no KPI " + name + " in " + outcome);
  }
}
