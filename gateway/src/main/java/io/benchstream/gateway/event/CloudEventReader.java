package io.benchstream.gateway.event;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.benchstream.gateway.problem.Problem;
import io.benchstream.gateway.problem.ProblemException;
import io.benchstream.runtime.cloudevents.CloudEventDecoder;
import io.benchstream.runtime.cloudevents.CloudEventException;
import io.benchstream.schemas.LifecycleEvent;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The lifecycle events of a request, as CloudEvents over HTTP: structured, binary and batch.
 *
 * @see <a
 *     href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/http-protocol-binding.md">HTTP
 *     protocol binding</a>
 */
public final class CloudEventReader {
  /** The most events of one batch. */
  public static final int MAX_BATCH = 1_000;

  private static final String STRUCTURED = "application/cloudevents+json";
  private static final String BATCH = "application/cloudevents-batch+json";
  private static final String BINARY = "application/json";
  private static final String BINARY_PREFIX = "ce-";

  private final ObjectMapper mapper =
      JsonMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();
  private final CloudEventDecoder events;

  public CloudEventReader(DataRules rules, Clock clock) {
    events = new CloudEventDecoder(data -> check(rules, data), clock);
  }

  private static void check(DataRules rules, ObjectNode data) {
    rules
        .violation(data)
        .ifPresent(
            violation -> {
              String field = violation.field();
              throw new CloudEventException(
                  field.isEmpty() ? "data" : "data." + field, " " + violation.detail());
            });
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
    try {
      return switch (mediaType) {
        case STRUCTURED -> List.of(events.structured(json));
        case BATCH -> batch(json);
        case BINARY -> List.of(events.binary(attributes(headers), json));
        default ->
            throw new ProblemException(
                Problem.of(
                    415,
                    "Unsupported media type",
                    "Content-Type '%s': send %s, %s, or %s with ce- headers"
                        .formatted(mediaType, STRUCTURED, BATCH, BINARY)));
      };
    } catch (CloudEventException e) {
      throw bad(e.field().isEmpty() ? null : e.field(), String.valueOf(e.getMessage()));
    }
  }

  private static String mediaType(@Nullable String contentType) {
    return contentType == null ? "" : contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }

  private JsonNode json(byte[] body) {
    try {
      return mapper.readTree(body);
    } catch (JsonProcessingException e) {
      JsonLocation place = e.getLocation(); // What breaks a bound of the parser has none.
      throw bad(
          null,
          "the body is not JSON: %s%s"
              .formatted(
                  e.getOriginalMessage(),
                  place == null
                      ? ""
                      : " (line %d, column %d)".formatted(place.getLineNr(), place.getColumnNr())));
    } catch (java.io.IOException e) {
      throw bad(null, "the body cannot be read: " + e.getMessage());
    }
  }

  private List<LifecycleEvent> batch(JsonNode json) {
    if (!json.isArray() || json.size() > MAX_BATCH) {
      throw bad(null, "a batch is a JSON list of at most %d events".formatted(MAX_BATCH));
    }
    List<LifecycleEvent> batch = new ArrayList<>();
    for (int i = 0; i < json.size(); i++) {
      try {
        batch.add(events.structured(json.get(i)));
      } catch (CloudEventException e) {
        throw e.within("[" + i + "]");
      }
    }
    return batch;
  }

  private static Map<String, String> attributes(Map<String, String> headers) {
    Map<String, String> attributes = new HashMap<>();
    headers.forEach(
        (name, value) -> {
          if (name.startsWith(BINARY_PREFIX)) {
            attributes.put(name.substring(BINARY_PREFIX.length()), value);
          }
        });
    return attributes;
  }

  private static ProblemException bad(@Nullable String field, String detail) {
    return new ProblemException(Problem.badRequest(field, detail));
  }
}
