package io.benchstream.discovery.intake;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.benchstream.discovery.slurm.JobCompletion;
import io.benchstream.runtime.cloudevents.CloudEventDecoder;
import io.benchstream.runtime.cloudevents.DataCheck;
import io.benchstream.schemas.LifecycleEvent;
import java.io.IOException;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;

/**
 * Lifecycle events in JSON: CloudEvents, structured or with the envelope in headers that begin with
 * {@code ce_}, and the messages of Slurm's jobcomp/kafka.
 *
 * @see <a
 *     href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/kafka-protocol-binding.md">CloudEvents
 *     on Kafka</a>
 */
public final class EventJson {
  private static final String BINARY_PREFIX = "ce_";

  private final JobCompletion completions;
  private final CloudEventDecoder cloudEvents;
  private final ObjectMapper mapper =
      JsonMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /**
   * @param clock gives the time of an event that has none
   */
  public EventJson(JobCompletion completions, Clock clock) {
    this.completions = completions;
    this.cloudEvents = new CloudEventDecoder(DataCheck.NONE, clock);
  }

  /** True for what may be JSON; no Avro of ours begins with a brace. */
  public static boolean is(byte[] value) {
    int first = 0;
    while (first < value.length && Character.isWhitespace(value[first])) {
      first++;
    }
    return first < value.length && value[first] == '{';
  }

  /**
   * Reads an event.
   *
   * @param headers of the record that are text
   * @throws IllegalArgumentException says what is wrong with it
   */
  public LifecycleEvent read(byte[] value, Map<String, String> headers) {
    JsonNode json;
    try {
      json = mapper.readTree(value);
    } catch (IOException e) {
      throw new IllegalArgumentException("neither Avro nor JSON: " + e.getMessage(), e);
    }
    Map<String, String> attributes = new HashMap<>();
    headers.forEach(
        (name, text) -> {
          if (name.startsWith(BINARY_PREFIX)) {
            attributes.put(name.substring(BINARY_PREFIX.length()), text);
          }
        });
    if (attributes.containsKey("specversion")) {
      return cloudEvents.binary(attributes, json);
    }
    if (json.has("specversion")) {
      return cloudEvents.structured(json);
    }
    if (JobCompletion.is(json)) {
      return completions.read(json);
    }
    throw new IllegalArgumentException(
        "JSON that is neither a CloudEvent (specversion) nor of jobcomp/kafka (jobid, cluster,"
            + " state)");
  }
}
