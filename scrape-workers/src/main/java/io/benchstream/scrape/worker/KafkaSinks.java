package io.benchstream.scrape.worker;

import io.benchstream.runtime.kafka.RecordWriter;
import io.benchstream.schemas.Scrape;
import io.benchstream.schemas.TargetStatus;
import io.benchstream.scrape.lane.ScrapeSink;
import io.benchstream.scrape.lane.StatusSink;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
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

  /** More are not repeated; a status that stays then says of itself that it is old. */
  private static final int MOST_GONE = 10_000;

  private final Producer<byte[], byte[]> producer;
  private final RecordWriter<Scrape> scrapes;
  private final RecordWriter<TargetStatus> statuses;
  private final InFlight inFlight;
  private final PatientSender samples;

  /** By id, the removed targets whose status may still stand on the topic. */
  private final Map<String, Gone> gone = new ConcurrentHashMap<>();

  private static final class Gone {
    private final int partition;
    private volatile boolean failed;

    Gone(int partition) {
      this.partition = partition;
    }
  }

  KafkaSinks(
      Producer<byte[], byte[]> producer,
      RecordWriter<Scrape> scrapes,
      RecordWriter<TargetStatus> statuses,
      InFlight inFlight,
      PatientSender samples) {
    this.producer = producer;
    this.scrapes = scrapes;
    this.statuses = statuses;
    this.inFlight = inFlight;
    this.samples = samples;
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
    samples.send(
        record,
        (metadata, failure) -> {
          inFlight.remove(bytes);
          acknowledgement.done(failure == null);
        });
  }

  @Override
  public void status(int partition, TargetStatus status) {
    gone.remove(status.getTargetId());
    // One that is lost is written again within a minute.
    send(at(partition, statuses.record(status.getTargetId(), status)), (metadata, failure) -> {});
  }

  @Override
  public void gone(int partition, String targetId) {
    Gone target = new Gone(partition);
    if (gone.size() < MOST_GONE) {
      gone.put(targetId, target);
    }
    sendTombstone(targetId, target);
  }

  /**
   * Sends again what nothing else would: samples that the producer did not take, tombstones that
   * failed. To be called now and then.
   */
  void repeat() {
    samples.resend();
    gone.forEach(
        (targetId, target) -> {
          if (target.failed) {
            sendTombstone(targetId, target);
          }
        });
  }

  /** Sends what waits for others to go with it. */
  void flush() {
    samples.flush();
  }

  /** The producer is closed. */
  void giveUp() {
    samples.giveUp();
  }

  private void sendTombstone(String targetId, Gone target) {
    target.failed = false;
    send(
        at(target.partition, statuses.tombstone(targetId)),
        (metadata, failure) -> {
          if (failure == null) {
            gone.remove(targetId, target);
          } else {
            target.failed = true;
          }
        });
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
