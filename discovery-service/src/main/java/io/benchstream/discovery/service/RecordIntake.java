package io.benchstream.discovery.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.benchstream.discovery.event.EventValidator;
import io.benchstream.discovery.event.Intake;
import io.benchstream.discovery.event.Rejection;
import io.benchstream.runtime.kafka.Decoded;
import io.benchstream.runtime.kafka.RecordReader;
import io.benchstream.schemas.LifecycleEvent;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * Reads records of the topic {@code lifecycle}, each in the encoding that its headers tell. Not
 * thread-safe.
 */
final class RecordIntake {
  /** A state is written as one record, too, with the ids of its targets. */
  static final int MOST_BYTES = 512 * 1024;

  private static final String CLOUD_EVENTS = "application/cloudevents";

  private final RecordReader<LifecycleEvent> reader;
  private final EventValidator validator;
  private final Clock clock;

  RecordIntake(RecordReader<LifecycleEvent> reader, EventValidator validator, Clock clock) {
    this.reader = reader;
    this.validator = validator;
    this.clock = clock;
  }

  Intake read(ConsumerRecord<byte[], byte[]> record) {
    if (record.value() == null) {
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
    if (isCloudEvent(record)) {
      return new Intake.Unreadable(
          "a CloudEvent in JSON; send it to the gateway's /api/v1/events, or produce Avro");
    }
    return switch (reader.read(record)) {
      case Decoded.Value<LifecycleEvent>(LifecycleEvent event) ->
          validator.check(event, clock.instant());
      case Decoded.Tombstone<LifecycleEvent> tombstone -> new Intake.Unreadable("no value");
      case Decoded.Undecodable<LifecycleEvent>(String reason) -> new Intake.Unreadable(reason);
    };
  }

  private static boolean isCloudEvent(ConsumerRecord<?, ?> record) {
    Header contentType = record.headers().lastHeader("content-type");
    return record.headers().lastHeader("ce_specversion") != null
        || (contentType != null
            && contentType.value() != null
            && new String(contentType.value(), UTF_8)
                .toLowerCase(Locale.ROOT)
                .startsWith(CLOUD_EVENTS));
  }
}
