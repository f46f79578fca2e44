package io.benchstream.discovery.slurm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.benchstream.discovery.connector.Pages;
import io.benchstream.discovery.connector.Sighting;
import io.benchstream.discovery.connector.Snapshot;
import io.benchstream.discovery.connector.SourceException;
import io.benchstream.schemas.Phase;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** On what a real slurmrestd of Slurm 22.05 answered, and on the shapes of later versions. */
class SlurmSourceTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

  /** A slurmrestd that answers from memory. */
  private static final class Fake implements Pages {
    private final Map<String, Page> answers = new HashMap<>();
    private final List<String> asked = new ArrayList<>();

    void answer(String path, int status, String type, String body) {
      answers.put(path, new Page(status, type, body.getBytes(StandardCharsets.UTF_8)));
    }

    void json(String path, String body) {
      answer(path, 200, "application/json", body);
    }

    @Override
    public Page get(Request request) throws SourceException {
      String path = request.url().getPath();
      asked.add(request.url().getQuery() == null ? path : path + "?" + request.url().getQuery());
      Page page = answers.get(path);
      if (page == null) {
        return new Page(404, "text/plain", new byte[0]);
      }
      if (page.body().length > request.mostBytes()) {
        throw new SourceException("the answer is too large");
      }
      return page;
    }
  }

  private final Fake slurmrestd = new Fake();
  private Instant now = NOW;

  private static String captured(String name) {
    try (InputStream in =
        Objects.requireNonNull(SlurmSourceTest.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void version38(String nodes, String jobs) {
    slurmrestd.json("/slurm/v0.0.38/ping/", "{}");
    slurmrestd.json("/slurm/v0.0.38/nodes/", captured(nodes));
    slurmrestd.json("/slurm/v0.0.38/jobs/", captured(jobs));
  }

  private SlurmSource source(SlurmJobRule... rules) {
    return new SlurmSource(
        new SlurmConfig(
            URI.create("http://slurm:6820"),
            null,
            "root",
            null,
            null,
            "exporter:8080",
            List.of(rules),
            null,
            1024 * 1024,
            100),
        Map.of(),
        slurmrestd,
        new Clock() {
          @Override
          public java.time.ZoneId getZone() {
            return ZoneOffset.UTC;
          }

          @Override
          public Clock withZone(java.time.ZoneId zone) {
            return this;
          }

          @Override
          public Instant instant() {
            return now;
          }
        });
  }

  private static Sighting find(Snapshot snapshot, @Nullable String job) {
    return snapshot.resources().stream()
        .filter(sighting -> Objects.equals(sighting.job(), job))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + job + " in " + snapshot));
  }

  private static List<String> jobs(Snapshot snapshot) {
    return snapshot.resources().stream()
        .filter(sighting -> sighting.job() != null)
        .map(sighting -> sighting.job() + " " + sighting.phase())
        .sorted()
        .toList();
  }

  @Test
  void nodesAndStartedJobsOfARealCluster() throws Exception {
    version38("busy-nodes.json", "busy-jobs.json");

    Snapshot snapshot = source(new SlurmJobRule("train.*", null, "vllm", null, null)).read();

    Sighting cluster = find(snapshot, null);
    assertThat(cluster.kind()).isEqualTo("slurm");
    // All four have the address 127.0.0.1: only their names tell them apart.
    assertThat(cluster.attributes())
        .containsEntry("nodes", "n1,n2,n3,n4")
        .containsEntry("gpu_nodes", "n1,n2,n3,n4");
    assertThat(jobs(snapshot))
        .containsExactly(
            "1 RUNNING",
            "16 CANCELLED",
            "2 COMPLETED",
            "3 FAILED",
            "4 FAILED",
            "5 RUNNING",
            "6 RUNNING",
            "7 CANCELLED",
            "8 SUSPENDED");
    Sighting job = find(snapshot, "1");
    assertThat(job.kind()).isEqualTo("vllm");
    assertThat(job.attributes())
        .containsEntry("nodes", "n1,n2")
        .containsEntry("restart_count", "0");
    assertThat(job.labels())
        .containsEntry("job_name", "train-llm")
        .containsEntry("partition", "main");
    assertThat(job.since()).isEqualTo(Instant.ofEpochSecond(1_795_230_054));
    assertThat(find(snapshot, "5").kind()).isEqualTo("slurm-job");
  }

  @Test
  void jobsEndAndTheForecastOfAnEndIsNone() throws Exception {
    version38("busy-nodes.json", "busy-jobs.json");
    SlurmSource source = source();
    source.read();
    version38("late-nodes.json", "late-jobs.json");
    now = NOW.plusSeconds(60);

    Snapshot late = source.read();

    assertThat(find(late, "5").phase()).isEqualTo(Phase.FAILED); // TIMEOUT
    assertThat(find(late, "6").phase()).isEqualTo(Phase.FAILED); // NODE_FAIL
    assertThat(find(late, "1").phase()).isEqualTo(Phase.RUNNING);
  }

  @Test
  void whatIsCompletingIsWhatItWasAndWhatIsRequeuedWaits() throws Exception {
    version38("idle-nodes.json", "job-running.json");
    SlurmSource source = source();
    assertThat(jobs(source.read())).containsExactly("1 RUNNING");

    slurmrestd.json("/slurm/v0.0.38/jobs/", state("1", "COMPLETING"));
    assertThat(jobs(source.read())).containsExactly("1 RUNNING");
    slurmrestd.json("/slurm/v0.0.38/jobs/", state("1", "PENDING"));
    assertThat(jobs(source.read())).containsExactly("1 PENDING");
  }

  private static String state(String id, String state) {
    return "{\"errors\":[],\"jobs\":[{\"job_id\":%s,\"name\":\"j\",\"job_state\":\"%s\",\"nodes\":\"n1\",\"start_time\":1795230054,\"end_time\":0}]}"
        .formatted(id, state);
  }

  @Test
  void theShapesOfLaterVersions() throws Exception {
    slurmrestd.json("/slurm/v0.0.43/ping/", "{}");
    slurmrestd.json(
        "/slurm/v0.0.43/nodes/",
        """
        {"nodes":[
          {"name":"gpu01","address":"10.0.0.1","state":["MIXED"],"gres":"gpu:h100:8"},
          {"name":"gpu02","address":"10.0.0.2","state":["IDLE","POWERED_DOWN"],"gres":"gpu:h100:8"},
          {"name":"cpu1","address":"10.0.0.3","state":["DOWN","NOT_RESPONDING"],"gres":""}],
         "last_update":{"set":true,"infinite":false,"number":1700000000},"errors":[],"warnings":[]}\
        """);
    slurmrestd.json(
        "/slurm/v0.0.43/jobs/",
        """
        {"last_update":{"set":true,"infinite":false,"number":1700000005},
         "jobs":[
          {"job_id":77,"array_job_id":{"set":true,"infinite":false,"number":70},
           "array_task_id":{"set":true,"infinite":false,"number":3},"array_task_string":"",
           "name":"sweep","user_name":"u","partition":"main","job_state":["RUNNING"],
           "nodes":"gpu[01,02]","restart_cnt":2,
           "comment":"benchstream kind=vllm nodes=10.9.9.9 user=root port=8001 label.model=llama benchmark=true",
           "start_time":{"set":true,"infinite":false,"number":1700000001},
           "end_time":{"set":true,"infinite":false,"number":1800000000}},
          {"job_id":78,"array_job_id":{"set":true,"infinite":false,"number":70},
           "array_task_id":{"set":false,"infinite":false,"number":0},"array_task_string":"4-9%1",
           "job_state":["PENDING"],"nodes":"","name":"sweep"},
          {"job_id":80,"job_state":["COMPLETED","COMPLETING"],"name":"x","nodes":"cpu1",
           "start_time":{"set":true,"infinite":false,"number":1700000001},
           "end_time":{"set":true,"infinite":false,"number":1700000002}}],"errors":[]}\
        """);
    SlurmSource source = source();

    Snapshot snapshot = source.read();

    assertThat(slurmrestd.asked.getFirst()).isEqualTo("/slurm/v0.0.44/ping/");
    assertThat(find(snapshot, null).attributes())
        .containsEntry("nodes", "10.0.0.3,10.0.0.1")
        .containsEntry("gpu_nodes", "10.0.0.1");
    assertThat(jobs(snapshot)).containsExactly("70_3 RUNNING", "80 COMPLETED");
    Sighting task = find(snapshot, "70_3");
    assertThat(task.kind()).isEqualTo("vllm");
    assertThat(task.attributes())
        .containsEntry("nodes", "10.0.0.1,gpu02")
        .containsEntry("port", "8001")
        .containsEntry("user", "u")
        .containsEntry("restart_count", "2");
    assertThat(task.labels()).containsEntry("model", "llama").containsEntry("benchmark", "true");

    // From now on only what changed, by the server's own clock.
    slurmrestd.answer("/slurm/v0.0.43/jobs/", 304, "", "");
    slurmrestd.json("/slurm/v0.0.43/nodes/", "{\"nodes\":[],\"errors\":[]}");
    now = NOW.plusSeconds(5);
    assertThat(source.read().resources()).isEqualTo(snapshot.resources());
    assertThat(slurmrestd.asked)
        .endsWith(
            "/slurm/v0.0.43/nodes/?update_time=1700000000",
            "/slurm/v0.0.43/jobs/?update_time=1700000005");
  }

  @Test
  void answersThatMakeNoSenseAreNone() throws Exception {
    version38("busy-nodes.json", "busy-jobs.json");
    SlurmSource source = source();
    Snapshot before = source.read();
    String path = "/slurm/v0.0.38/jobs/";
    now = NOW.plus(Duration.ofMinutes(1));

    slurmrestd.answer(path, 500, "text/html", "<html>Internal error</html>");
    lost(source, "answers 500 (text/html)");
    slurmrestd.answer(
        path, 500, "application/json", "{\"errors\":[{\"description\":\"no controller\"}]}");
    lost(source, "answers 500: no controller");
    slurmrestd.answer(path, 401, "text/plain", "Authentication failure");
    lost(source, "does not take the user or token");
    slurmrestd.answer(path, 200, "text/html", "<html>Welcome</html>");
    lost(source, "is not the JSON of its API");
    slurmrestd.json(path, "{\"jobs\":[{\"job_id\":1,");
    lost(source, "is not the JSON of its API");
    slurmrestd.json(path, "{\"errors\":[]}");
    lost(source, "has no whole list 'jobs'");
    slurmrestd.json(path, "{\"errors\":[],\"jobs\":[" + " ".repeat(2_000_000) + "]}");
    lost(source, "too large");

    version38("busy-nodes.json", "busy-jobs.json");
    assertThat(source.read().resources()).isEqualTo(before.resources());
  }

  private static void lost(SlurmSource source, String words) {
    assertThatThrownBy(source::read)
        .isInstanceOf(SourceException.class)
        .hasMessageContaining(words);
  }

  @Test
  void aHostListOfAMillionNodesLosesNoTarget() throws Exception {
    version38("idle-nodes.json", "job-running.json");
    SlurmSource source = source();
    Snapshot before = source.read();
    slurmrestd.json(
        "/slurm/v0.0.38/jobs/",
        "{\"errors\":[],\"jobs\":[{\"job_id\":1,\"name\":\"j\",\"job_state\":\"RUNNING\",\"nodes\":\"n[1-1000000]\",\"start_time\":1795230054}]}");

    Snapshot after = source.read();

    assertThat(after.resources()).isEqualTo(before.resources());
    assertThat(after.problems())
        .singleElement()
        .asString()
        .contains("job 1", "more than 100 hosts", "stays as it was told");
  }
}
