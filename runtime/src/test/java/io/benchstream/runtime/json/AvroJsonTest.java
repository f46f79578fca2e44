package io.benchstream.runtime.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.benchstream.schemas.Endpoint;
import io.benchstream.schemas.KpiPartial;
import io.benchstream.schemas.KpiQuality;
import io.benchstream.schemas.KpiScope;
import io.benchstream.schemas.KpiType;
import io.benchstream.schemas.KpiWindow;
import io.benchstream.schemas.LifecycleEvent;
import io.benchstream.schemas.Phase;
import io.benchstream.schemas.ResourceType;
import io.benchstream.schemas.Scrape;
import io.benchstream.schemas.ScrapeOutcome;
import io.benchstream.schemas.ScrapeSettings;
import io.benchstream.schemas.WindowStatus;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AvroJsonTest {
  private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");

  private final AvroJsonWriter writer = new AvroJsonWriter();
  private final AvroJsonReader reader = new AvroJsonReader();

  private static JsonNode json(String text) throws Exception {
    return new ObjectMapper().readTree(text);
  }

  @Test
  void whatIsWrittenReadsTheSame() throws Exception {
    ScrapeSettings settings = ScrapeSettings.newBuilder().setScrapeIntervalMs(500).build();
    LifecycleEvent event =
        LifecycleEvent.newBuilder()
            .setId("e1")
            .setSource("/test")
            .setTime(T0)
            .setResourceType(ResourceType.JOB)
            .setCluster("c")
            .setJob("j")
            .setPhase(Phase.RUNNING)
            .setLabels(Map.of("b", "2", "a", "1"))
            .setEndpoints(
                List.of(
                    Endpoint.newBuilder()
                        .setAddress("h:1")
                        .setParams(Map.of("m", List.of("x", "y")))
                        .setSettings(settings)
                        .build()))
            .build();
    String text = writer.write(event).toString();
    assertThat(text).contains("\"time\":\"2026-01-01T00:00:00Z\"", "\"phase\":\"RUNNING\"");
    assertThat(reader.read(json(text), LifecycleEvent.class)).isEqualTo(event);
  }

  @Test
  void numbersThatJsonDoesNotHaveAndBytesSurvive() throws Exception {
    KpiWindow window =
        KpiWindow.newBuilder()
            .setScope(KpiScope.newBuilder().setCluster("c").build())
            .setKpi("ttft")
            .setType(KpiType.HISTOGRAM)
            .setUnit("seconds")
            .setWindowStart(T0)
            .setWindowEnd(T0.plusSeconds(10))
            .setValues(Map.of("p50", Double.NaN, "p95", Double.POSITIVE_INFINITY, "p99", -0.5))
            .setQuality(
                KpiQuality.newBuilder()
                    .setScrapesSeen(1)
                    .setScrapesExpected(2)
                    .setTargetsUp(1)
                    .setBucketWidths(Map.of("p50", Double.NEGATIVE_INFINITY))
                    .build())
            .setStatus(WindowStatus.FINAL)
            .setRecipeVersion("1")
            .setPartial(KpiPartial.newBuilder().setDurationMs(10_000).build())
            .build();
    assertThat(reader.read(json(writer.write(window).toString()), KpiWindow.class))
        .isEqualTo(window);

    Scrape scrape =
        Scrape.newBuilder()
            .setTargetId("t")
            .setOwner("w")
            .setEpoch(1)
            .setScrapeTime(T0)
            .setDurationSeconds(0.1)
            .setOutcome(ScrapeOutcome.SUCCESS)
            .setSeriesSetId(7)
            .setValues(ByteBuffer.wrap(new byte[] {1, 2, 3}))
            .build();
    assertThat(reader.read(json(writer.write(scrape).toString()), Scrape.class)).isEqualTo(scrape);
    assertThat(scrape.getValues().remaining()).isEqualTo(3);
  }

  @Test
  void leftOutFieldsTakeTheirDefaults() throws Exception {
    LifecycleEvent event =
        reader.read(
            json(
                """
                {"id":"e","source":"/s","time":1767225600000,"resourceType":"job","cluster":"c",
                 "job":"j","phase":"running","endpoints":[{"address":"h:1"}]}
                """),
            LifecycleEvent.class);
    assertThat(event.getKind()).isEqualTo("static");
    assertThat(event.getTime()).isEqualTo(T0);
    assertThat(event.getPhase()).isEqualTo(Phase.RUNNING);
    assertThat(event.getEndpoints().getFirst().getPath()).isEqualTo("/metrics");
  }

  @Test
  void errorsNamePlaceValueAndRemedy() {
    assertWrong("[]", "[] is not an object");
    assertWrong("{\"id\":\"e\",\"idd\":1}", "unknown field 'idd'; known are id, source, time");
    assertWrong("{\"source\":\"/s\"}", "id is missing: Identifier, unique within the source");
    assertWrong("{\"id\":5}", "id: 5 is not text");
    assertWrong(
        "{\"id\":\"e\",\"source\":\"/s\",\"time\":\"noon\"}",
        "time: \"noon\" is not a time such as");
    String head =
        "{\"id\":\"e\",\"source\":\"/s\",\"time\":1,\"resourceType\":\"JOB\",\"cluster\":\"c\",";
    assertWrong(
        head + "\"phase\":\"DANCING\"}", "phase: \"DANCING\" is not one of [UNKNOWN, PENDING");
    assertWrong(head + "\"phase\":\"RUNNING\",\"labels\":{\"a\":1}}", "labels.a: 1 is not text");
    assertWrong(
        head + "\"phase\":\"RUNNING\",\"endpoints\":[{\"address\":\"h:1\"},{}]}",
        "endpoints[1].address is missing");
    assertWrong(
        head
            + "\"phase\":\"RUNNING\",\"endpoints\":[{\"address\":\"h:1\",\"settings\":{\"honor_labels\":\"x\"}}]}",
        "endpoints[0].settings.honor_labels: \"x\" is not true or false");
  }

  private void assertWrong(String text, String message) {
    assertThatThrownBy(() -> reader.read(json(text), LifecycleEvent.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }
}
