package io.benchstream.gateway.event;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.benchstream.gateway.problem.Problem;
import io.benchstream.gateway.problem.ProblemException;
import io.benchstream.runtime.json.AvroJsonReader;
import io.benchstream.schemas.LifecycleEvent;
import io.benchstream.schemas.topics.ResourceKeys;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lifecycle events as CloudEvents 1.0 in JSON (https://github.com/cloudevents/spec): structured,
 * binary and batch. {@code data} holds the fields of a {@link LifecycleEvent}; {@code id}, {@code
 * source} and {@code time} are the envelope's. What the envelope says need not be said again:
 * {@code subject} gives cluster and job ({@code cluster/<cluster>}, {@code job/<cluster>/<job>}),
 * and {@code type} gives the phase ({@code io.benchstream.cluster.running}).
 */
public final class CloudEventReader {
  /** The most events of one batch. */
  public static final int MAX_BATCH = 1_000;

  private static final String STRUCTURED = "application/cloudevents+json";
  private static final String BATCH = "application/cloudevents-batch+json";
  private static final String BINARY = "application/json";
  private static final String TYPE_PREFIX = "io.benchstream.";
  private static final Set<String> ENVELOPE_ONLY = Set.of("id", "source", "time");

  private final ObjectMapper mapper =
      JsonMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();
  private final AvroJsonReader reader = new AvroJsonReader();
  private final DataRules rules;
  private final Clock clock;

  public CloudEventReader(DataRules rules, Clock clock) {
    this.rules = rules;
    this.clock = clock;
  }

  /**
   * Reads the events of a request.
   *
   * @param contentType the request's Content-Type
   * @param headers its headers, names in lower case; those that begin with {@code ce-} count
   * @throws ProblemException names the field, the value and what is wanted
   */
  public List<LifecycleEvent> read(
      @Nullable String contentType, Map<String, String> headers, byte[] body) {
    String mediaType = mediaType(contentType);
    JsonNode json = json(body);
    return switch (mediaType) {
      case STRUCTURED -> List.of(event("", envelope("", json)));
      case BATCH -> batch(json);
      case BINARY -> List.of(event("", binary(headers, json)));
      default ->
          throw new ProblemException(
              Problem.of(
                  415,
                  "Unsupported media type",
                  "Content-Type '%s': send %s, %s, or %s with ce- headers"
                      .formatted(mediaType, STRUCTURED, BATCH, BINARY)));
    };
  }

  private static String mediaType(@Nullable String contentType) {
    return contentType == null ? "" : contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }

  private JsonNode json(byte[] body) {
    try {
      return mapper.readTree(body);
    } catch (JsonProcessingException e) {
      throw bad(
          null,
          "the body is not JSON: %s (line %d, column %d)"
              .formatted(
                  e.getOriginalMessage(),
                  e.getLocation().getLineNr(),
                  e.getLocation().getColumnNr()));
    } catch (java.io.IOException e) {
      throw bad(null, "the body cannot be read: " + e.getMessage());
    }
  }

  private List<LifecycleEvent> batch(JsonNode json) {
    if (!json.isArray() || json.size() > MAX_BATCH) {
      throw bad(null, "a batch is a JSON list of at most %d events".formatted(MAX_BATCH));
    }
    List<LifecycleEvent> events = new ArrayList<>();
    for (int i = 0; i < json.size(); i++) {
      String path = "[" + i + "].";
      events.add(event(path, envelope(path, json.get(i))));
    }
    return events;
  }

  private Envelope envelope(String path, JsonNode json) {
    if (!json.isObject()) {
      throw bad(null, "a CloudEvent is a JSON object");
    }
    return new Envelope(
        text(path, json, "specversion"),
        text(path, json, "id"),
        text(path, json, "source"),
        text(path, json, "type"),
        text(path, json, "subject"),
        text(path, json, "time"),
        json.path("data"));
  }

  private static @Nullable String text(String path, JsonNode json, String name) {
    JsonNode value = json.get(name);
    if (value == null || value.isNull()) {
      return null;
    }
    if (!value.isTextual()) {
      throw bad(path + name, "%s%s is not text".formatted(path, name));
    }
    return value.textValue();
  }

  private static Envelope binary(Map<String, String> headers, JsonNode data) {
    return new Envelope(
        headers.get("ce-specversion"),
        headers.get("ce-id"),
        headers.get("ce-source"),
        headers.get("ce-type"),
        headers.get("ce-subject"),
        headers.get("ce-time"),
        data);
  }

  private LifecycleEvent event(String path, Envelope envelope) {
    if (!"1.0".equals(envelope.specversion())) {
      throw bad(
          path + "specversion",
          "%sspecversion '%s': only CloudEvents 1.0 is taken"
              .formatted(path, envelope.specversion()));
    }
    required(path, "id", envelope.id());
    required(path, "source", envelope.source());
    String type = required(path, "type", envelope.type());
    if (!(envelope.data() instanceof ObjectNode data)) {
      throw bad(path + "data", path + "data is missing: it holds the event's fields");
    }
    for (String name : ENVELOPE_ONLY) {
      if (data.has(name)) {
        throw bad(
            path + "data." + name,
            "%sdata.%s: say it once, as the CloudEvent's %s".formatted(path, name, name));
      }
    }
    ObjectNode fields = data.deepCopy();
    fromSubject(path, envelope.subject(), fields);
    fromType(path, type, fields);
    boolean ofJob = fields.hasNonNull("job");
    if (!fields.has("resourceType")) {
      fields.put("resourceType", ofJob ? "JOB" : "CLUSTER");
    }
    rules
        .violation(fields)
        .ifPresent(
            violation -> {
              String field = path + "data." + violation.field();
              throw bad(field, field + " " + violation.detail());
            });
    if (ofJob != fields.path("resourceType").asText().equals("JOB")) {
      throw bad(
          path + "type",
          ofJob
              ? "%stype '%s' is of a cluster, and the event names the job '%s'"
                  .formatted(path, type, fields.path("job").asText())
              : "%stype '%s' is of a job, and the event names none: set data.job or the subject"
                  .formatted(path, type));
    }
    fields.put("id", envelope.id());
    fields.put("source", envelope.source());
    fields.put("time", envelope.time() == null ? clock.instant().toString() : envelope.time());
    try {
      LifecycleEvent event = reader.read(fields, LifecycleEvent.class);
      id(path, "cluster", event.getCluster());
      if (event.getJob() != null) {
        id(path, "job", event.getJob());
      }
      return event;
    } catch (IllegalArgumentException e) {
      throw bad(path + "data", path + "data: " + e.getMessage());
    }
  }

  private static void id(String path, String name, String id) {
    if (!ResourceKeys.isId(id)) {
      throw bad(
          path + "data." + name,
          "%s%s id '%s' is no id: %s".formatted(path, name, id, ResourceKeys.ID_REMEDY));
    }
  }

  private static void fromSubject(String path, @Nullable String subject, ObjectNode fields) {
    if (subject == null) {
      return;
    }
    String[] parts = subject.split("/", -1);
    if (parts.length == 2 && parts[0].equals("cluster")) {
      set(path, fields, "cluster", parts[1], "subject");
    } else if (parts.length == 3 && parts[0].equals("job")) {
      set(path, fields, "cluster", parts[1], "subject");
      set(path, fields, "job", parts[2], "subject");
    } else {
      throw bad(
          path + "subject",
          "%ssubject '%s' is neither cluster/<cluster> nor job/<cluster>/<job>"
              .formatted(path, subject));
    }
  }

  private static void fromType(String path, String type, ObjectNode fields) {
    if (!type.startsWith(TYPE_PREFIX)) {
      throw bad(
          path + "type",
          "%stype '%s' is not of this API: send %scluster.<phase> or %sjob.<phase>"
              .formatted(path, type, TYPE_PREFIX, TYPE_PREFIX));
    }
    String[] parts = type.substring(TYPE_PREFIX.length()).split("\\.", -1);
    if (parts.length == 2 && (parts[0].equals("cluster") || parts[0].equals("job"))) {
      set(path, fields, "resourceType", parts[0].toUpperCase(Locale.ROOT), "type");
      set(path, fields, "phase", parts[1].toUpperCase(Locale.ROOT), "type");
    }
  }

  /** Sets a field from the envelope; where the data says otherwise, one of the two is wrong. */
  private static void set(
      String path, ObjectNode fields, String name, String value, String attribute) {
    JsonNode said = fields.get(name);
    if (said != null && !said.asText().equalsIgnoreCase(value)) {
      throw bad(
          path + "data." + name,
          "%sdata.%s '%s' contradicts the %s, which says '%s'"
              .formatted(path, name, said.asText(), attribute, value));
    }
    fields.put(name, value);
  }

  private static String required(String path, String name, @Nullable String value) {
    if (value == null || value.isBlank()) {
      throw bad(path + name, "%s%s is missing; every CloudEvent has one".formatted(path, name));
    }
    return value;
  }

  private static ProblemException bad(@Nullable String field, String detail) {
    return new ProblemException(Problem.badRequest(field, detail));
  }

  private record Envelope(
      @Nullable String specversion,
      @Nullable String id,
      @Nullable String source,
      @Nullable String type,
      @Nullable String subject,
      @Nullable String time,
      JsonNode data) {}
}
