package io.benchstream.gateway.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.benchstream.gateway.problem.Problem;
import io.benchstream.gateway.problem.ProblemException;
import io.benchstream.schemas.LifecycleEvent;
import io.benchstream.schemas.Phase;
import io.benchstream.schemas.ResourceType;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CloudEventReaderTest {
  private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");
  private static final String STRUCTURED = "application/cloudevents+json";

  private final CloudEventReader reader =
      new CloudEventReader(data -> Optional.empty(), Clock.fixed(NOW, ZoneOffset.UTC));

  @Test
  void readsAStructuredEvent() {
    List<LifecycleEvent> events =
        read(
            STRUCTURED,
            """
            {"specversion":"1.0","id":"a-7-RUNNING","source":"/slurm/a",
             "type":"io.benchstream.job.running","subject":"job/a/7","time":"2026-05-01T11:59:58Z",
             "data":{"kind":"vllm","labels":{"model":"m"},"endpoints":[{"address":"h:8000"}]}}
            """);

    assertThat(events)
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.getId()).isEqualTo("a-7-RUNNING");
              assertThat(event.getSource()).isEqualTo("/slurm/a");
              assertThat(event.getTime()).isEqualTo(Instant.parse("2026-05-01T11:59:58Z"));
              assertThat(event.getResourceType()).isEqualTo(ResourceType.JOB);
              assertThat(event.getCluster()).isEqualTo("a");
              assertThat(event.getJob()).isEqualTo("7");
              assertThat(event.getPhase()).isEqualTo(Phase.RUNNING);
              assertThat(event.getLabels()).containsEntry("model", "m");
              assertThat(event.getEndpoints())
                  .singleElement()
                  .extracting("address")
                  .isEqualTo("h:8000");
            });
  }

  @Test
  void readsABinaryEventAndTakesTheClockWhereItHasNoTime() {
    List<LifecycleEvent> events =
        reader.read(
            "application/json; charset=utf-8",
            Map.of(
                "ce-specversion", "1.0",
                "ce-id", "1",
                "ce-source", "/me",
                "ce-type", "io.benchstream.cluster.deleted",
                "ce-subject", "cluster/a"),
            "{}".getBytes(UTF_8));

    assertThat(events)
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.getTime()).isEqualTo(NOW);
              assertThat(event.getPhase()).isEqualTo(Phase.DELETED);
              assertThat(event.getResourceType()).isEqualTo(ResourceType.CLUSTER);
              assertThat(event.getJob()).isNull();
            });
  }

  @Test
  void readsABatchAndNamesTheEventThatIsWrong() {
    String good =
        """
        {"specversion":"1.0","id":"1","source":"/me","type":"io.benchstream.cluster.running","subject":"cluster/a","data":{}}
        """;
    String batch = "application/cloudevents-batch+json";

    assertThat(read(batch, "[" + good + "," + good + "]")).hasSize(2);
    assertThat(problem(batch, "[" + good + "," + good.replace("\"1\"", "7") + "]").detail())
        .isEqualTo("[1].id is not text");
  }

  @Test
  void namesFieldValueAndRemedy() {
    assertThat(problem("text/plain", "{}").status()).isEqualTo(415);
    assertThat(problem(STRUCTURED, "{").detail()).startsWith("the body is not JSON");
    assertThat(problem(STRUCTURED, "[".repeat(5_000)).detail()).startsWith("the body is not JSON");
    assertThat(problem(STRUCTURED, "[]").detail()).isEqualTo("a CloudEvent is a JSON object");
    assertThat(problem(STRUCTURED, "{\"specversion\":\"0.3\"}").detail()).contains("'0.3'");
    assertThat(with("\"id\":\"1\"", "\"id\":\"\"").field()).contains("id");
    assertThat(with("cluster/a", "cluster/").detail()).contains("cluster id ''");
    assertThat(with("cluster/a", "pod/a").detail()).contains("subject 'pod/a' is neither");
    assertThat(with("io.benchstream.", "com.example.").detail()).contains("'com.example.");
    assertThat(with("cluster.running", "cluster.flying").detail()).contains("FLYING");
    assertThat(with("{}", "{\"colour\":1}").detail()).contains("unknown field 'colour'");
    assertThat(with("{}", "{\"cluster\":\"b\"}").detail())
        .contains("data.cluster 'b' contradicts the subject");
    assertThat(with("{}", "{\"id\":\"2\"}").detail()).contains("data.id");
    assertThat(with("{}", "{\"kind\":\"a\",\"kind\":\"b\"}").detail()).contains("not JSON");
  }

  private Problem with(String part, String replacement) {
    String event =
        """
        {"specversion":"1.0","id":"1","source":"/me","type":"io.benchstream.cluster.running","subject":"cluster/a","data":{}}
        """;
    return problem(STRUCTURED, event.replace(part, replacement));
  }

  private Problem problem(String contentType, String body) {
    ProblemException thrown =
        catchThrowableOfType(ProblemException.class, () -> read(contentType, body));
    assertThat(thrown).as(body).isNotNull();
    return thrown.problem();
  }

  private List<LifecycleEvent> read(String contentType, String body) {
    return reader.read(contentType, Map.of(), body.getBytes(UTF_8));
  }
}
