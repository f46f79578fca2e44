package io.benchstream.benchmarks.load;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** Sends records and waits: a measurement without some of them would be of another load. */
public final class DeliveredRecords {
  private DeliveredRecords() {}

  /**
   * Returns when the broker has all of them.
   *
   * @throws KafkaException when it refuses one; has the reason of the first
   */
  public static void send(
      Producer<byte[], byte[]> producer, List<ProducerRecord<byte[], byte[]>> records) {
    AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    for (ProducerRecord<byte[], byte[]> record : records) {
      var _ =
          producer.send(
              record,
              (_, refused) -> {
                if (refused != null) {
                  failure.compareAndSet(null, refused);
                }
              });
    }
    producer.flush();
    @Nullable Exception refused = failure.get();
    if (refused != null) {
      throw new KafkaException(
          "the broker did not take all of %d records".formatted(records.size()), refused);
    }
  }
}
