package io.benchstream.runtime.cloudevents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.benchstream.schemas.LifecycleEvent;
import io.benchstream.schemas.Phase;
import io.benchstream.schemas.ResourceType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CloudEventDecoderTest {
  private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");
  private static final String EVENT =
      """
      {"specversion":"1.0","id":"1","source":"/me","type":"io.benchstream.job.running",
       "subject":"job/lab/7","time":"2026-05-01T11:59:58Z","data":{"kind":"vllm"}}\
      """;

  private final CloudEventDecoder decoder =
      new CloudEventDecoder(DataCheck.NONE, Clock.fixed(NOW, ZoneOffset.UTC));

  private static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void theEnvelopeSaysWhatTheDataNeedNotSay() {
    LifecycleEvent event = decoder.structured(json(EVENT));

    assertThat(event.getId()).isEqualTo("1");
    assertThat(event.getSource()).isEqualTo("/me");
    assertThat(event.getTime()).isEqualTo(Instant.parse("2026-05-01T11:59:58Z"));
    assertThat(event.getResourceType()).isEqualTo(ResourceType.JOB);
    assertThat(event.getCluster()).isEqualTo("lab");
    assertThat(event.getJob()).isEqualTo("7");
    assertThat(event.getPhase()).isEqualTo(Phase.RUNNING);
    assertThat(event.getKind()).isEqualTo("vllm");
  }

  @Test
  void theDataMaySayAllOfItAndTheClockTheTime() {
    LifecycleEvent event =
        decoder.binary(
            Map.of(
                "specversion", "1.0", "id", "2", "source", "/me", "type", "io.benchstream.event"),
            json("{\"cluster\":\"lab\",\"phase\":\"deleted\"}"));

    assertThat(event.getResourceType()).isEqualTo(ResourceType.CLUSTER);
    assertThat(event.getPhase()).isEqualTo(Phase.DELETED);
    assertThat(event.getTime()).isEqualTo(NOW);
  }

  @Test
  void whatIsSaidTwiceMayBeWrittenInOtherLettersButNotAnIdentity() {
    String twice = EVENT.replace("{\"kind\"", "{\"phase\":\"Running\",\"kind\"");
    assertThat(decoder.structured(json(twice)).getPhase()).isEqualTo(Phase.RUNNING);

    assertThat(refused("\"kind\":\"vllm\"", "\"cluster\":\"LAB\"").getMessage())
        .isEqualTo("data.cluster 'LAB' contradicts the subject, which says 'lab'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "\"1.0\" | \"0.3\" | specversion | only CloudEvents 1.0",
        "\"1\" | 7 | id | is not text",
        "\"1\" | \" \" | id | every CloudEvent has one",
        "\"/me\" | null | source | every CloudEvent has one",
        "io.benchstream. | com.example. | type | not of this API",
        "job.running | job.flying | data | FLYING",
        "job.running | cluster.running | type | is of a cluster, and the event names the job '7'",
        "job/lab/7 | pod/7 | subject | neither cluster/<cluster>",
        "job/lab/7 | job/l b/7 | data.cluster | is no id",
        "job/lab/7 | cluster/lab | type | is of a job, and the event names none",
        "{\"kind\":\"vllm\"} | [] | data | it holds the event's fields",
        "{\"kind\":\"vllm\"} | {\"id\":\"3\"} | data.id | say it once",
        "{\"kind\":\"vllm\"} | {\"colour\":1} | data | unknown field 'colour'",
        "11:59:58Z | noon | data | a time such as",
      })
  void namesTheFieldThatIsWrong(String part, String instead, String field, String words) {
    CloudEventException refusal = refused(part, instead);

    assertThat(refusal.field()).isEqualTo(field);
    assertThat(refusal.getMessage()).startsWith(field).contains(words);
    assertThat(refusal.within("[3]").field()).isEqualTo("[3]." + field);
  }

  @Test
  void somethingElseThanAnObject() {
    CloudEventException refusal =
        catchThrowableOfType(CloudEventException.class, () -> decoder.structured(json("[]")));

    assertThat(refusal.field()).isEmpty();
    assertThat(refusal).hasMessage("a CloudEvent is a JSON object");
    assertThat(refusal.within("[3]")).hasMessage("[3]: a CloudEvent is a JSON object");
  }

  @Test
  void furtherRulesSeeWhatTheEnvelopeSaid() {
    CloudEventDecoder strict =
        new CloudEventDecoder(
            data -> {
              throw new CloudEventException(
                  "data.cluster", " '" + data.get("cluster").asText() + "'");
            },
            Clock.systemUTC());

    assertThat(
            catchThrowableOfType(CloudEventException.class, () -> strict.structured(json(EVENT))))
        .hasMessage("data.cluster 'lab'");
  }

  private CloudEventException refused(String part, String instead) {
    String event = EVENT.replaceFirst(java.util.regex.Pattern.quote(part), instead);
    assertThat(event).isNotEqualTo(EVENT);
    return catchThrowableOfType(CloudEventException.class, () -> decoder.structured(json(event)));
  }
}
