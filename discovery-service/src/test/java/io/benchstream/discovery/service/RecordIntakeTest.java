package io.benchstream.discovery.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.benchstream.discovery.event.EventValidator;
import io.benchstream.discovery.event.Intake;
import io.benchstream.discovery.hostlist.Hostlist;
import io.benchstream.discovery.slurm.JobCompletion;
import io.benchstream.discovery.slurm.SlurmJobRule;
import io.benchstream.discovery.slurm.SlurmJobs;
import io.benchstream.runtime.kafka.KafkaConfig;
import io.benchstream.runtime.kafka.RegistryRecords;
import io.benchstream.schemas.LifecycleEvent;
import io.benchstream.schemas.Phase;
import io.benchstream.schemas.ResourceType;
import io.benchstream.schemas.topics.Topics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** JSON on the topic: CloudEvents, and what Slurm's plugin writes. Needs no registry. */
class RecordIntakeTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-05-01T12:00:00Z"), ZoneOffset.UTC);

  private final RecordIntake intake =
      new RecordIntake(
          new RegistryRecords(
                  KafkaConfig.of(
                      "127.0.0.1:1", "http://127.0.0.1:1/", new Topics("t.", 1, (short) 1)))
              .reader(LifecycleEvent.class),
          new EventValidator(Duration.ofMinutes(5)),
          new JobCompletion(
              Map.of(
                  "lab",
                  new SlurmJobs(
                      List.of(new SlurmJobRule("serve.*", null, "vllm", null, null)),
                      new Hostlist(100))),
              new SlurmJobs(List.of(), new Hostlist(100))),
          CLOCK);

  private Intake read(String value, String... headers) {
    ConsumerRecord<byte[], byte[]> record =
        new ConsumerRecord<>("lifecycle", 0, 0, new byte[0], value.getBytes(UTF_8));
    for (int i = 0; i < headers.length; i += 2) {
      record.headers().add(headers[i], headers[i + 1].getBytes(UTF_8));
    }
    return intake.read(record);
  }

  private static LifecycleEvent accepted(Intake intake) {
    assertThat(intake).isInstanceOf(Intake.Accepted.class);
    return ((Intake.Accepted) intake).event();
  }

  @Test
  void aStructuredCloudEvent() {
    LifecycleEvent event =
        accepted(
            read(
                """
                \n
                               {"specversion":"1.0","id":"1","source":"/s","type":"io.benchstream.job.running",
                                "subject":"job/lab/j","time":"2026-05-01T11:00:00Z",
                                "data":{"kind":"vllm","endpoints":[{"address":"10.0.0.7:8000"}]}}\
                """,
                "content-type",
                "application/cloudevents+json"));

    assertThat(event.getResourceType()).isEqualTo(ResourceType.JOB);
    assertThat(event.getCluster()).isEqualTo("lab");
    assertThat(event.getJob()).isEqualTo("j");
    assertThat(event.getPhase()).isEqualTo(Phase.RUNNING);
    assertThat(event.getTime()).isEqualTo(Instant.parse("2026-05-01T11:00:00Z"));
    assertThat(event.getEndpoints()).hasSize(1);
  }

  @Test
  void aBinaryCloudEvent() {
    LifecycleEvent event =
        accepted(
            read(
                "{}",
                "ce_specversion",
                "1.0",
                "ce_id",
                "2",
                "ce_source",
                "/s",
                "ce_type",
                "io.benchstream.cluster.deleted",
                "ce_subject",
                "cluster/lab",
                "content-type",
                "application/json"));

    assertThat(event.getPhase()).isEqualTo(Phase.DELETED);
    assertThat(event.getTime()).isEqualTo(CLOCK.instant());
  }

  private static final String COMPLETION =
      """
      {"jobid":81,"username":"u","@submit":"2026-05-01T09:00:00","@eligible":"2026-05-01T09:00:00",
       "@start":"%s","@end":"2026-05-01T11:00:00","elapsed":60,"partition":"main",
       "nodes":"gpu[01-02]","state":"%s","exit_code":"0:0","cluster":"lab","job_name":"serve-llm",
       "script":"export TOKEN=secret"}\
      """;

  @Test
  void theEndOfASlurmJob() {
    LifecycleEvent event = accepted(read(COMPLETION.formatted("2026-05-01T10:00:00", "TIMEOUT")));

    assertThat(event.getId()).isEqualTo("lab-81-1777633200000-FAILED");
    assertThat(event.getSource()).isEqualTo("/slurm/lab");
    assertThat(event.getJob()).isEqualTo("81");
    assertThat(event.getPhase()).isEqualTo(Phase.FAILED);
    assertThat(event.getTime()).isEqualTo(Instant.parse("2026-05-01T11:00:00Z"));
    assertThat(event.toString()).doesNotContain("secret");
  }

  @Test
  void theStartOfASlurmJobAndItsNodes() {
    LifecycleEvent event = accepted(read(COMPLETION.formatted("2026-05-01T10:00:00", "RUNNING")));

    assertThat(event.getKind()).isEqualTo("vllm");
    assertThat(event.getTime()).isEqualTo(Instant.parse("2026-05-01T10:00:00Z"));
    assertThat(event.getAttributes()).containsEntry("nodes", "gpu01,gpu02");
  }

  @Test
  void whatTheHookTellsIsDescribedByTheRulesOfItsCluster() {
    String hook =
        """
        {"specversion":"1.0","id":"lab-81-r0-running","source":"/slurm-hook/lab",
         "type":"io.benchstream.job.running","subject":"job/lab/81",
         "data":{"kind":"%s","labels":{"job_name":"serve-llm","partition":"main"},
                 "attributes":{"nodes":"gpu[01-02]","user":"u","restart_count":"2"}}}\
        """;

    LifecycleEvent event = accepted(read(hook.formatted("slurm-job")));

    assertThat(event.getKind()).isEqualTo("vllm");
    assertThat(event.getLabels()).containsEntry("job_name", "serve-llm");
    assertThat(event.getAttributes())
        .containsEntry("nodes", "gpu01,gpu02")
        .containsEntry("user", "u")
        .containsEntry("restart_count", "2");
    assertThat(accepted(read(hook.formatted("static"))).getKind()).isEqualTo("static");
    assertThat(accepted(read(hook.formatted("slurm-job").replace("/lab", "/other"))).getKind())
        .isEqualTo("slurm-job");
    assertThat(read(hook.formatted("slurm-job").replace("[01-02]", "[1-1000]")))
        .isInstanceOfSatisfying(
            Intake.Unreadable.class,
            unreadable -> assertThat(unreadable.reason()).contains("more than 100 hosts"));
  }

  @Test
  void aSlurmJobThatNeverStarted() {
    assertThat(accepted(read(COMPLETION.formatted("Unknown", "CANCELLED by 0"))).getPhase())
        .isEqualTo(Phase.CANCELLED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{ | neither Avro nor JSON",
        "{} | neither a CloudEvent",
        "{\"specversion\":\"0.3\"} | only CloudEvents 1.0",
        "{\"specversion\":\"1.0\",\"source\":\"/s\"} | id is missing",
        "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/s\",\"type\":\"other\",\"data\":{}} |"
            + " type 'other' is not of this API",
        "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/s\",\"type\":\"io.benchstream.job.running\"}"
            + " | data is missing",
        "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/s\",\"type\":\"io.benchstream.job.running\",\"subject\":\"x\",\"data\":{}}"
            + " | subject 'x' is neither",
        "{\"jobid\":\"x\",\"cluster\":\"lab\",\"state\":\"COMPLETED\"} | jobid 'x' is not a number",
        "{\"jobid\":1,\"cluster\":\"lab\",\"state\":\"DANCING\"} | state 'DANCING' is not known",
        "{\"jobid\":1,\"cluster\":\"lab\",\"state\":\"COMPLETED\"} | holds a time",
        "{\"jobid\":1,\"cluster\":\"lab\",\"state\":\"COMPLETED\",\"nodes\":\"n[1-1000000]\",\"@end\":\"2026-05-01T11:00:00\"}"
            + " | more than 100 hosts",
      })
  void whatIsNeitherIsToldWhy(String json, String reason) {
    assertThat(read(json))
        .isInstanceOfSatisfying(
            Intake.Unreadable.class,
            unreadable -> assertThat(unreadable.reason()).contains(reason));
  }
}
