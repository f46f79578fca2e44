package io.benchstream.discovery.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.benchstream.discovery.event.EventValidator;
import io.benchstream.discovery.event.Intake;
import io.benchstream.discovery.event.Rejection;
import io.benchstream.discovery.intake.EventJson;
import io.benchstream.discovery.slurm.JobCompletion;
import io.benchstream.runtime.kafka.Decoded;
import io.benchstream.runtime.kafka.RecordReader;
import io.benchstream.schemas.LifecycleEvent;
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

  private final RecordReader<LifecycleEvent> reader;
  private final EventValidator validator;
  private final JobCompletion completions;
  private final EventJson json;
  private final Clock clock;

  RecordIntake(
      RecordReader<LifecycleEvent> reader,
      EventValidator validator,
      JobCompletion completions,
      Clock clock) {
    this.reader = reader;
    this.validator = validator;
    this.completions = completions;
    this.json = new EventJson(completions, clock);
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
    if (EventJson.is(record.value())) {
      try {
        return check(json.read(record.value(), headers(record)));
      } catch (IllegalArgumentException e) {
        return new Intake.Unreadable(String.valueOf(e.getMessage()));
      }
    }
    return switch (reader.read(record)) {
      case Decoded.Value<LifecycleEvent>(LifecycleEvent event) -> check(event);
      case Decoded.Tombstone<LifecycleEvent> tombstone -> new Intake.Unreadable("no value");
      case Decoded.Undecodable<LifecycleEvent>(String reason) -> new Intake.Unreadable(reason);
    };
  }

  /** The gateway has made Avro of what the hook sent, too. */
  private Intake check(LifecycleEvent event) {
    try {
      return validator.check(completions.described(event), clock.instant());
    } catch (IllegalArgumentException e) {
      return new Intake.Unreadable(String.valueOf(e.getMessage()));
    }
  }

  private static Map<String, String> headers(ConsumerRecord<byte[], byte[]> record) {
    Map<String, String> headers = new HashMap<>();
    for (Header header : record.headers()) {
      if (header.value() != null) {
        headers.put(header.key(), new String(header.value(), UTF_8));
      }
    }
    return headers;
  }
}
