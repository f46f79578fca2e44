package io.benchstream.aggregator.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.benchstream.runtime.kafka.DeadLetters;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** Records as they came: as readers want them, and as dead letters. */
final class RawRecords {
  private static final byte[] NOTHING = {};

  private RawRecords() {}

  static ConsumerRecord<byte[], byte[]> original(
      Record<byte[], byte[]> record, RecordMetadata position) {
    return new ConsumerRecord<>(
        position.topic(),
        position.partition(),
        position.offset(),
        record.timestamp(),
        TimestampType.CREATE_TIME,
        ConsumerRecord.NULL_SIZE,
        ConsumerRecord.NULL_SIZE,
        record.key(),
        record.value(),
        record.headers(),
        Optional.empty());
  }

  static Record<byte[], Output> deadLetter(ConsumerRecord<byte[], byte[]> original, String reason) {
    Headers headers = new RecordHeaders(original.headers());
    header(headers, DeadLetters.TOPIC, original.topic());
    header(headers, DeadLetters.PARTITION, Integer.toString(original.partition()));
    header(headers, DeadLetters.OFFSET, Long.toString(original.offset()));
    header(headers, DeadLetters.STAGE, "aggregator");
    header(headers, DeadLetters.REASON, reason);
    byte[] value = original.value();
    return new Record<>(
        original.key() == null ? NOTHING : original.key(),
        new Output.DeadLetter(value == null ? NOTHING : value),
        original.timestamp(),
        headers);
  }

  private static void header(Headers headers, String name, String value) {
    headers.remove(name).add(name, value.getBytes(UTF_8));
  }
}
