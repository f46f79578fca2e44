package io.benchstream.runtime.cloudevents;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.benchstream.runtime.json.AvroJsonReader;
import io.benchstream.schemas.LifecycleEvent;
import io.benchstream.schemas.topics.ResourceKeys;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lifecycle events as CloudEvents 1.0 in JSON. {@code data} holds the fields of a {@link
 * LifecycleEvent}; {@code id}, {@code source} and {@code time} are the envelope's. What the
 * envelope says need not be said again: {@code subject} gives cluster and job ({@code
 * cluster/<cluster>}, {@code job/<cluster>/<job>}), and {@code type} gives the phase ({@code
 * io.benchstream.cluster.running}).
 *
 * @see <a
 *     href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md">CloudEvents</a>
 */
public final class CloudEventDecoder {
  private static final String TYPE_PREFIX = "io.benchstream.";
  private static final Set<String> ENVELOPE_ONLY = Set.of("id", "source", "time");

  private final AvroJsonReader records = new AvroJsonReader();
  private final DataCheck rules;
  private final Clock clock;

  /**
   * @param clock gives the time of an event that has none
   */
  public CloudEventDecoder(DataCheck rules, Clock clock) {
    this.rules = rules;
    this.clock = clock;
  }

  /**
   * Reads an event in structured mode: envelope and data in one object.
   *
   * @throws CloudEventException says what is wrong with it
   */
  public LifecycleEvent structured(JsonNode event) {
    if (!event.isObject()) {
      throw new CloudEventException("", "a CloudEvent is a JSON object");
    }
    return event(
        new Envelope(
            text(event, "specversion"),
            text(event, "id"),
            text(event, "source"),
            text(event, "type"),
            text(event, "subject"),
            text(event, "time")),
        event.path("data"));
  }

  /**
   * Reads an event in binary mode: the envelope in headers, the data apart.
   *
   * @param attributes the envelope, names without the prefix of headers
   * @throws CloudEventException says what is wrong with it
   */
  public LifecycleEvent binary(Map<String, String> attributes, JsonNode data) {
    return event(
        new Envelope(
            attributes.get("specversion"),
            attributes.get("id"),
            attributes.get("source"),
            attributes.get("type"),
            attributes.get("subject"),
            attributes.get("time")),
        data);
  }

  private static @Nullable String text(JsonNode event, String name) {
    JsonNode value = event.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    if (!value.isTextual()) {
      throw new CloudEventException(name, " is not text");
    }
    return value.textValue();
  }

  private LifecycleEvent event(Envelope envelope, JsonNode data) {
    if (!"1.0".equals(envelope.specversion())) {
      throw new CloudEventException(
          "specversion",
          " '%s': only CloudEvents 1.0 is taken"
              .formatted(envelope.specversion() == null ? "" : envelope.specversion()));
    }
    String id = required("id", envelope.id());
    String source = required("source", envelope.source());
    String type = required("type", envelope.type());
    ObjectNode fields = fields(data);
    fromSubject(envelope.subject(), fields);
    fromType(type, fields);
    boolean ofJob = fields.hasNonNull("job");
    if (!fields.has("resourceType")) {
      fields.put("resourceType", ofJob ? "JOB" : "CLUSTER");
    }
    rules.check(fields);
    if (ofJob != fields.path("resourceType").asText().equalsIgnoreCase("JOB")) {
      throw new CloudEventException(
          "type",
          ofJob
              ? " '%s' is of a cluster, and the event names the job '%s'"
                  .formatted(type, fields.path("job").asText())
              : " '%s' is of a job, and the event names none: set data.job or the subject"
                  .formatted(type));
    }
    fields.put("id", id);
    fields.put("source", source);
    fields.put("time", envelope.time() == null ? clock.instant().toString() : envelope.time());
    return record(fields);
  }

  private static ObjectNode fields(JsonNode data) {
    if (!(data instanceof ObjectNode given)) {
      throw new CloudEventException("data", " is missing: it holds the event's fields");
    }
    for (String name : ENVELOPE_ONLY) {
      if (given.has(name)) {
        throw new CloudEventException("data." + name, ": say it once, as the CloudEvent's " + name);
      }
    }
    return given.deepCopy();
  }

  private LifecycleEvent record(ObjectNode fields) {
    LifecycleEvent event;
    try {
      event = records.read(fields, LifecycleEvent.class);
    } catch (IllegalArgumentException e) {
      throw new CloudEventException("data", ": " + e.getMessage());
    }
    checkId("cluster", event.getCluster());
    if (event.getJob() != null) {
      checkId("job", event.getJob());
    }
    return event;
  }

  private static void checkId(String name, String id) {
    if (!ResourceKeys.isId(id)) {
      throw new CloudEventException(
          "data." + name, " id '%s' is no id: %s".formatted(id, ResourceKeys.ID_REMEDY));
    }
  }

  private static void fromSubject(@Nullable String subject, ObjectNode fields) {
    if (subject == null) {
      return;
    }
    String[] parts = subject.split("/", -1);
    if (parts.length == 2 && parts[0].equals("cluster")) {
      set(fields, "cluster", parts[1], "subject");
    } else if (parts.length == 3 && parts[0].equals("job")) {
      set(fields, "cluster", parts[1], "subject");
      set(fields, "job", parts[2], "subject");
    } else {
      throw new CloudEventException(
          "subject",
          " '%s' is neither cluster/<cluster> nor job/<cluster>/<job>".formatted(subject));
    }
  }

  private static void fromType(String type, ObjectNode fields) {
    if (!type.startsWith(TYPE_PREFIX)) {
      throw new CloudEventException(
          "type",
          " '%s' is not of this API: send %scluster.<phase> or %sjob.<phase>"
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
    // Of phases and types the case says nothing; of ids it does.
    boolean same =
        said == null
            || (attribute.equals("type")
                ? said.asText().equalsIgnoreCase(value)
                : said.asText().equals(value));
    if (!same) {
      throw new CloudEventException(
          "data." + name,
          " '%s' contradicts the %s, which says '%s'".formatted(said.asText(), attribute, value));
    }
    fields.put(name, value);
  }

  private static String required(String name, @Nullable String value) {
    if (value == null || value.isBlank()) {
      throw new CloudEventException(name, " is missing; every CloudEvent has one");
    }
    return value;
  }

  private record Envelope(
      @Nullable String specversion,
      @Nullable String id,
      @Nullable String source,
      @Nullable String type,
      @Nullable String subject,
      @Nullable String time) {}
}
