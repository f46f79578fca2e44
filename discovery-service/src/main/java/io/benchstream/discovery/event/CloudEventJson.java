package io.benchstream.discovery.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.benchstream.runtime.json.AvroJsonReader;
import io.benchstream.schemas.LifecycleEvent;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lifecycle events as CloudEvents 1.0 in JSON, as they stand on Kafka: structured, with the
 * envelope in the value, or binary, with the envelope in headers that begin with {@code ce_}. The
 * attributes {@code subject} and {@code type} say what {@code data} need not say again.
 *
 * @see <a
 *     href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/kafka-protocol-binding.md">Kafka
 *     protocol binding</a>
 */
public final class CloudEventJson {
  private static final String TYPE_PREFIX = "io.benchstream.";
  private static final Set<String> ENVELOPE_ONLY = Set.of("id", "source", "time");

  private final AvroJsonReader reader = new AvroJsonReader();
  private final Clock clock;

  public CloudEventJson(Clock clock) {
    this.clock = clock;
  }

  /**
   * Reads a structured event.
   *
   * @throws IllegalArgumentException says what is wrong with it
   */
  public LifecycleEvent structured(JsonNode event) {
    if (!event.isObject()) {
      throw new IllegalArgumentException("a CloudEvent is a JSON object");
    }
    return event(
        Map.of(
            "specversion", event.path("specversion").asText(),
            "id", event.path("id").asText(),
            "source", event.path("source").asText(),
            "type", event.path("type").asText(),
            "subject", event.path("subject").asText(),
            "time", event.path("time").asText()),
        event.get("data"));
  }

  /**
   * Reads a binary event.
   *
   * @param attributes the envelope, names without the prefix of headers
   * @throws IllegalArgumentException says what is wrong with it
   */
  public LifecycleEvent binary(Map<String, String> attributes, JsonNode data) {
    return event(attributes, data);
  }

  private LifecycleEvent event(Map<String, String> envelope, @Nullable JsonNode data) {
    String version = envelope.getOrDefault("specversion", "");
    if (!version.equals("1.0")) {
      throw new IllegalArgumentException(
          "specversion '%s': only CloudEvents 1.0 is taken".formatted(version));
    }
    if (!(data instanceof ObjectNode given)) {
      throw new IllegalArgumentException("data is missing: it holds the event's fields");
    }
    for (String name : ENVELOPE_ONLY) {
      if (given.has(name)) {
        throw new IllegalArgumentException(
            "data.%s: say it once, as the CloudEvent's %s".formatted(name, name));
      }
    }
    ObjectNode fields = given.deepCopy();
    String time = envelope.getOrDefault("time", "");
    fields.put("id", envelope.getOrDefault("id", ""));
    fields.put("source", envelope.getOrDefault("source", ""));
    fields.put("time", time.isEmpty() ? clock.instant().toString() : time);
    subject(envelope.getOrDefault("subject", ""), fields);
    type(envelope.getOrDefault("type", ""), fields);
    if (!fields.has("resourceType")) {
      fields.put("resourceType", fields.hasNonNull("job") ? "JOB" : "CLUSTER");
    }
    return reader.read(fields, LifecycleEvent.class);
  }

  private static void subject(String subject, ObjectNode fields) {
    String[] parts = subject.split("/", -1);
    if (parts.length == 2 && parts[0].equals("cluster")) {
      set(fields, "cluster", parts[1], "subject");
    } else if (parts.length == 3 && parts[0].equals("job")) {
      set(fields, "cluster", parts[1], "subject");
      set(fields, "job", parts[2], "subject");
    } else if (!subject.isEmpty()) {
      throw new IllegalArgumentException(
          "subject '%s' is neither cluster/<cluster> nor job/<cluster>/<job>".formatted(subject));
    }
  }

  private static void type(String type, ObjectNode fields) {
    if (!type.startsWith(TYPE_PREFIX)) {
      throw new IllegalArgumentException(
          "type '%s' is not of this API: send %scluster.<phase> or %sjob.<phase>"
              .formatted(type, TYPE_PREFIX, TYPE_PREFIX));
    }
    String[] parts = type.substring(TYPE_PREFIX.length()).split("\\.", -1);
    if (parts.length == 2 && (parts[0].equals("cluster") || parts[0].equals("job"))) {
      set(fields, "resourceType", parts[0].toUpperCase(Locale.ROOT), "type");
      set(fields, "phase", parts[1].toUpperCase(Locale.ROOT), "type");
    }
  }

  /** Sets a field from the envelope; where the data says otherwise, one of the two is wrong. */
  private static void set(ObjectNode fields, String name, String value, String attribute) {
    JsonNode said = fields.get(name);
    if (said != null && !said.asText().equalsIgnoreCase(value)) {
      throw new IllegalArgumentException(
          "data.%s '%s' contradicts the %s, which says '%s'"
              .formatted(name, said.asText(), attribute, value));
    }
    fields.put(name, value);
  }
}
