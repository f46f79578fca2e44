package io.benchstream.discovery.slurm;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.benchstream.discovery.event.EventValidator;
import io.benchstream.discovery.event.Intake;
import io.benchstream.runtime.cloudevents.CloudEventDecoder;
import io.benchstream.runtime.cloudevents.DataCheck;
import io.benchstream.schemas.LifecycleEvent;
import io.benchstream.schemas.Phase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The hook as the controller runs it, with a curl that writes down what it is given. */
class SlurmHookIT {
  private static final Path HOOK = Path.of("../docs/slurm/benchstream-slurm-hook").toAbsolutePath();

  @TempDir private Path directory;

  private int run(String curl, Map<String, String> environment) throws Exception {
    Path bin = Files.createDirectories(directory.resolve("bin"));
    Path program = Files.writeString(bin.resolve("curl"), "#!/bin/bash\n" + curl + "\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();
    ProcessBuilder builder = new ProcessBuilder(HOOK.toString());
    builder.environment().put("PATH", bin + ":" + System.getenv("PATH"));
    builder.environment().put("OUT", directory.resolve("out").toString());
    builder.environment().putAll(environment);
    Process process = builder.redirectErrorStream(true).start();
    try {
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      return process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }

  private static final String WRITE_DOWN =
      "while [ $# -gt 0 ]; do [ \"$1\" = --data-binary ] && printf %s \"$2\" >\"$OUT.tmp\" && mv"
          + " \"$OUT.tmp\" \"$OUT\"; shift; done";

  private LifecycleEvent event(Map<String, String> environment) throws Exception {
    Path out = directory.resolve("out");
    Files.deleteIfExists(out);
    assertThat(run(WRITE_DOWN, environment)).isZero();
    await().atMost(Duration.ofSeconds(30)).until(() -> Files.exists(out));
    JsonNode json = new ObjectMapper().readTree(Files.readString(out));
    LifecycleEvent event =
        new CloudEventDecoder(DataCheck.NONE, Clock.systemUTC()).structured(json);
    assertThat(new EventValidator(Duration.ofMinutes(5)).check(event, Instant.now()))
        .isInstanceOf(Intake.Accepted.class);
    return event;
  }

  @Test
  void aStartAndAnEnd() throws Exception {
    Map<String, String> job =
        Map.of(
            "SLURM_CLUSTER_NAME", "real",
            "SLURM_JOB_ID", "6",
            "SLURM_JOB_NAME", "on \"lost\" node",
            "SLURM_JOB_NODELIST", "n[1-2]",
            "SLURM_JOB_PARTITION", "main",
            "SLURM_SCRIPT_CONTEXT", "prolog_slurmctld");
    LifecycleEvent start = event(job);
    assertThat(start.getId()).isEqualTo("real-6-r0-running");
    assertThat(start.getPhase()).isEqualTo(Phase.RUNNING);
    assertThat(start.getCluster()).isEqualTo("real");
    assertThat(start.getAttributes()).containsEntry("nodes", "n[1-2]");

    String nodes =
        IntStream.range(0, 100).mapToObj(i -> "rack%d-[1-8]".formatted(i)).collect(joining(","));
    Map<String, String> large = new java.util.HashMap<>(job);
    large.put("SLURM_JOB_NODELIST", nodes);
    large.put("SLURM_JOB_COMMENT", "benchstream kind=vllm 'port=8001");
    assertThat(event(large).getAttributes())
        .containsEntry("nodes", nodes)
        .containsEntry("comment", "benchstream kind=vllm port=8001");

    Map<String, String> ended = new java.util.HashMap<>(job);
    ended.put("SLURM_SCRIPT_CONTEXT", "epilog_slurmctld");
    ended.put("SLURM_JOB_EXIT_CODE2", "0:15");
    assertThat(event(ended).getPhase()).isEqualTo(Phase.FAILED);
  }

  @Test
  void neitherAHangingNorAFailingGatewayReachesTheScheduler() throws Exception {
    long begin = System.nanoTime();
    assertThat(run("exec sleep 15", Map.of("SLURM_JOB_ID", "1"))).isZero();
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
    assertThat(run("exit 7", Map.of("SLURM_JOB_ID", "1"))).isZero();
    assertThat(run("exit 7", Map.of())).isZero();
  }
}
