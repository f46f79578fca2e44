package io.benchstream.discovery.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.benchstream.discovery.event.EventValidator;
import io.benchstream.discovery.event.Intake;
import io.benchstream.discovery.event.Rejection;
import io.benchstream.discovery.slurm.JobCompletion;
import io.benchstream.runtime.cloudevents.CloudEventDecoder;
import io.benchstream.runtime.cloudevents.DataCheck;
import io.benchstream.runtime.kafka.Decoded;
import io.benchstream.runtime.kafka.RecordReader;
import io.benchstream.schemas.LifecycleEvent;
import java.io.IOException;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * Reads records of the topic {@code lifecycle}, each in the encoding that its headers tell. Not
 * thread-safe.
 */
final class RecordIntake {
  /** A state is written as one record, too, with the ids of its targets. */
  static final int MOST_BYTES = 512 * 1024;

  private static final String BINARY_PREFIX = "ce_";

  private final RecordReader<LifecycleEvent> reader;
  private final EventValidator validator;
  private final JobCompletion completions;
  private final CloudEventDecoder cloudEvents;
  private final Clock clock;
  private final ObjectMapper mapper =
      JsonMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  RecordIntake(
      RecordReader<LifecycleEvent> reader,
      EventValidator validator,
      JobCompletion completions,
      Clock clock) {
    this.reader = reader;
    this.validator = validator;
    this.completions = completions;
    this.cloudEvents = new CloudEventDecoder(DataCheck.NONE, clock);
    this.clock = clock;
  }

  Intake read(ConsumerRecord<byte[], byte[]> record) {
    if (record.value() == null || record.value().length == 0) {
      return new Intake.Unreadable("the record has no value; a resource is ended by an event");
    }
    if (record.value().length > MOST_BYTES) {
      return new Intake.Invalid(
          List.of(
              new Rejection(
                  "event",
                  record.value().length + " bytes",
                  "is above the limit of %d bytes".formatted(MOST_BYTES),
                  "announce its endpoints as several jobs")));
    }
    if (record.value()[0] == '{') {
      return json(record);
    }
    return switch (reader.read(record)) {
      case Decoded.Value<LifecycleEvent>(LifecycleEvent event) ->
          validator.check(event, clock.instant());
      case Decoded.Tombstone<LifecycleEvent> tombstone -> new Intake.Unreadable("no value");
      case Decoded.Undecodable<LifecycleEvent>(String reason) -> new Intake.Unreadable(reason);
    };
  }

  /** No Avro of ours begins with a brace. */
  private Intake json(ConsumerRecord<byte[], byte[]> record) {
    try {
      JsonNode json = mapper.readTree(record.value());
      return validator.check(event(record, json), clock.instant());
    } catch (IOException e) {
      return new Intake.Unreadable("neither Avro nor JSON: " + e.getMessage());
    } catch (IllegalArgumentException e) {
      return new Intake.Unreadable(String.valueOf(e.getMessage()));
    }
  }

  private LifecycleEvent event(ConsumerRecord<byte[], byte[]> record, JsonNode json) {
    Map<String, String> attributes = new HashMap<>();
    for (Header header : record.headers()) {
      if (header.key().startsWith(BINARY_PREFIX) && header.value() != null) {
        attributes.put(
            header.key().substring(BINARY_PREFIX.length()), new String(header.value(), UTF_8));
      }
    }
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
