package io.benchstream.aggregator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.benchstream.aggregator.window.ScrapeMaker;
import io.benchstream.local.broker.LocalBroker;
import io.benchstream.local.junit.SharedParts;
import io.benchstream.local.registry.LocalRegistry;
import io.benchstream.schemas.KpiWindow;
import io.benchstream.schemas.topics.Topic;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The Java program of docs/consuming-kpis.md reads what the aggregator writes. */
@ExtendWith(SharedParts.class)
class ConsumeKpisIT {
  private static final Path PROGRAM = Path.of("..", "docs", "examples", "ConsumeKpis.java");

  @TempDir Path directory;

  @Test
  void theProgramOfTheDocumentationPrintsEveryFinalKpi(LocalBroker broker, LocalRegistry registry)
      throws Exception {
    ScrapeMaker target = new ScrapeMaker("t1", "c1", "j1", Duration.ofSeconds(1));
    long start = (System.currentTimeMillis() / 10_000 - 60) * 10_000;
    try (AggregatorWorld world = new AggregatorWorld(broker, registry, "consumed", 2)) {
      for (int second = 1; second <= 30; second++) {
        world.send(
            target.page(
                start + second * 1_000L,
                "vllm:request_success_total{finished_reason=\"stop\"} " + 5 * second,
                "ray_tasks{State=\"RUNNING\"} 7"));
      }
      world.start(AggregatorConfig.of(world.kafka, directory.resolve("state")));
      // Three windows with scrapes, and those in which the silent target is waited for.
      await()
          .atMost(AggregatorWorld.PATIENCE)
          .until(
              () ->
                  world.finals().stream()
                      .anyMatch(kpi -> kpi.getWindowEnd().toEpochMilli() >= start + 60_000));
      List<KpiWindow> finals = world.finals();
      List<String> lines = run(world);
      assertThat(lines).hasSameSizeAs(finals);
      assertThat(lines)
          .contains(
              (start + 20_000)
                  + "\tc1/j1{}\trequest_throughput\tvalue=5.000000000000 requests/s\t10/10")
          .anyMatch(
              line -> line.contains("c1/j1{State=RUNNING}\tray_tasks\tavg=7.000000000000 last="))
          .anyMatch(line -> line.endsWith(" LOW"));
    }
  }

  private List<String> run(AggregatorWorld world) throws Exception {
    Path out = directory.resolve("out");
    Process program =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                PROGRAM.toString(),
                world.kafka.bootstrapServers(),
                world.kafka.registryUrl(),
                world.kafka.topics().name(Topic.KPIS))
            .redirectOutput(out.toFile())
            .redirectError(directory.resolve("err").toFile())
            .start();
    try {
      assertThat(program.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(program.exitValue()).as(() -> read(directory.resolve("err"))).isZero();
    } finally {
      program.destroyForcibly();
    }
    return Files.readAllLines(out);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (java.io.IOException e) {
      return e.toString();
    }
  }
}
