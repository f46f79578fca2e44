package io.benchstream.scrape.worker;

import io.benchstream.runtime.kafka.RecordWriter;
import io.benchstream.schemas.Scrape;
import io.benchstream.schemas.TargetStatus;
import io.benchstream.scrape.lane.ScrapeSink;
import io.benchstream.scrape.lane.StatusSink;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the records of one lane. In the lane's thread; the producer is shared by all lanes and
 * never blocks. A record goes to the partition that its target stands on, whatever put it there.
 */
final class KafkaSinks implements ScrapeSink, StatusSink {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaSinks.class);

  private final Producer<byte[], byte[]> producer;
  private final RecordWriter<Scrape> scrapes;
  private final RecordWriter<TargetStatus> statuses;
  private final InFlight inFlight;

  KafkaSinks(
      Producer<byte[], byte[]> producer,
      RecordWriter<Scrape> scrapes,
      RecordWriter<TargetStatus> statuses,
      InFlight inFlight) {
    this.producer = producer;
    this.scrapes = scrapes;
    this.statuses = statuses;
    this.inFlight = inFlight;
  }

  @Override
  public boolean hasRoom() {
    return inFlight.hasRoom();
  }

  @Override
  public void send(int partition, Scrape scrape, Acknowledgement acknowledgement) {
    ProducerRecord<byte[], byte[]> record;
    try {
      record = at(partition, scrapes.record(scrape.getTargetId(), scrape));
    } catch (RuntimeException e) {
      LOG.error("a scrape of target {} cannot be encoded", scrape.getTargetId(), e);
      acknowledgement.done(false);
      return;
    }
    int bytes = record.key().length + record.value().length;
    inFlight.add(bytes);
    send(
        record,
        (metadata, failure) -> {
          inFlight.remove(bytes);
          acknowledgement.done(failure == null);
        });
  }

  @Override
  public void status(int partition, TargetStatus status) {
    // One that is lost is written again within a minute.
    send(at(partition, statuses.record(status.getTargetId(), status)), (metadata, failure) -> {});
  }

  @Override
  public void gone(int partition, String targetId) {
    send(at(partition, statuses.tombstone(targetId)), (metadata, failure) -> {});
  }

  private void send(ProducerRecord<byte[], byte[]> record, Callback callback) {
    try {
      // The callback is told whatever the future would say.
      var _ = producer.send(record, callback);
    } catch (RuntimeException e) {
      // What is not an error of Kafka's comes as an exception: the producer is closed.
      callback.onCompletion(null, e);
    }
  }

  private static ProducerRecord<byte[], byte[]> at(
      int partition, ProducerRecord<byte[], byte[]> record) {
    return new ProducerRecord<>(
        record.topic(), partition, null, record.key(), record.value(), record.headers());
  }
}
