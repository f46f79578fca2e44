package io.benchstream.discovery.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.benchstream.discovery.event.EventValidator;
import io.benchstream.discovery.event.Intake;
import io.benchstream.discovery.profile.Profile;
import io.benchstream.runtime.config.ConfigLoader;
import io.benchstream.runtime.json.AvroJsonReader;
import io.benchstream.schemas.LifecycleEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The events and the profile in docs/lifecycle-events.md do here what it says of them. */
class LifecycleEventsDocTest {
  private static final Path DOC = Path.of("..", "docs", "lifecycle-events.md");
  private static final Pattern BODY = Pattern.compile("-d '(.*?)'", Pattern.DOTALL);
  private static final Pattern YAML = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

  private final ObjectMapper mapper = new ObjectMapper();
  private final EventValidator validator = new EventValidator(Duration.ofMinutes(5));
  private final Topics topics = new Topics();
  private final Inventory inventory =
      InventoryTest.inventory(Duration.ofSeconds(15), InventoryLimits.usual());

  @Test
  void itsEventsAreApplied() throws IOException {
    List<LifecycleEvent> events = new ArrayList<>();
    BODY.matcher(Files.readString(DOC)).results().forEach(body -> read(body.group(1), events));
    assertThat(events)
        .extracting(LifecycleEvent::getId)
        .containsExactly("lab-serve-1-r0-RUNNING", "lab-RUNNING", "lab-DELETED");

    for (LifecycleEvent event : events) {
      assertThat(validator.check(event, Instant.parse("2026-05-02T00:00:00Z")))
          .isInstanceOf(Intake.Accepted.class);
    }
    apply(events.get(0));
    assertThat(topics.addresses()).containsExactly("10.0.0.7:8000", "10.0.0.7:9400");
    assertThat(topics.sessions).containsOnlyKeys("lab-serve-1-20260501T120000Z");
    apply(events.get(1));
    assertThat(topics.addresses())
        .contains("10.0.0.2:44227", "10.0.0.2:44217", "10.0.0.2:54311", "10.0.0.3:54311");
    apply(events.get(2));
    assertThat(topics.targets).isEmpty();
  }

  @Test
  void itsProfileIsOne() throws IOException {
    String yaml = YAML.matcher(Files.readString(DOC)).results().findFirst().orElseThrow().group(1);

    Profile profile = new ConfigLoader().parse("doc", yaml, Profile.class);

    assertThat(profile.monitors()).hasSize(2);
  }

  private void apply(LifecycleEvent event) {
    Outcome outcome = inventory.apply(event);
    assertThat(outcome.fate()).as(outcome.detail()).isEqualTo(Fate.APPLIED);
    topics.write(outcome.changes());
  }

  /** What the gateway makes of a structured CloudEvent. */
  private void read(String body, List<LifecycleEvent> events) {
    JsonNode json;
    try {
      json = mapper.readTree(body);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    for (JsonNode event : json.isArray() ? json : mapper.createArrayNode().add(json)) {
      if (!event.has("type")) {
        continue; // its envelope is in headers
      }
      String[] type = event.path("type").asText().split("\\.", -1);
      String[] subject = event.path("subject").asText().split("/", -1);
      ObjectNode fields = event.path("data").deepCopy();
      fields.set("id", event.path("id"));
      fields.set("source", event.path("source"));
      fields.set("time", event.path("time"));
      fields.put("resourceType", type[2].toUpperCase(Locale.ROOT));
      fields.put("phase", type[3].toUpperCase(Locale.ROOT));
      fields.put("cluster", subject[1]);
      if (subject.length == 3) {
        fields.put("job", subject[2]);
      }
      events.add(new AvroJsonReader().read(fields, LifecycleEvent.class));
    }
  }
}
