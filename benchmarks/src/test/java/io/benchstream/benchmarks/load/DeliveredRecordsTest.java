package io.benchstream.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class DeliveredRecordsTest {
  private static final ProducerRecord<byte[], byte[]> RECORD =
      new ProducerRecord<>("targets", new byte[1]);

  @Test
  void oneThatTheBrokerRefusesIsAnError() {
    BlockingQueue<Callback> refused = new ArrayBlockingQueue<>(2);
    try (MockProducer<byte[], byte[]> producer =
        new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer()) {
          @Override
          public synchronized Future<RecordMetadata> send(
              ProducerRecord<byte[], byte[]> record, Callback callback) {
            refused.add(callback);
            return new CompletableFuture<>();
          }

          @Override
          public synchronized void flush() {
            refused.remove().onCompletion(null, new RecordTooLargeException("5 MB"));
          }
        }) {
      assertThatThrownBy(() -> DeliveredRecords.send(producer, List.of(RECORD, RECORD)))
          .hasMessageContaining("all of 2 records")
          .hasRootCauseMessage("5 MB");
    }
  }

  @Test
  void allAreSent() {
    try (MockProducer<byte[], byte[]> producer =
        new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer())) {
      DeliveredRecords.send(producer, List.of(RECORD, RECORD));

      assertThat(producer.history()).hasSize(2);
    }
  }
}
