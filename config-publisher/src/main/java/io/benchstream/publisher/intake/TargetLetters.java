package io.benchstream.publisher.intake;

import io.benchstream.publisher.rollout.RefusalListener;
import io.benchstream.runtime.kafka.DeadLetters;
import io.benchstream.runtime.kafka.RecordWriter;
import io.benchstream.schemas.Target;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Puts targets that a vmagent cannot be given into the dead letters. One thread. */
public final class TargetLetters implements RefusalListener {
  private static final String STAGE = "vmagent configuration";
  private static final int NO_PARTITION = -1;
  private static final long NO_OFFSET = -1;

  private final RecordWriter<Target> writer;
  private final DeadLetters letters;

  /**
   * @param writer of the topic {@code targets}
   */
  public TargetLetters(RecordWriter<Target> writer, DeadLetters letters) {
    this.writer = writer;
    this.letters = letters;
  }

  @Override
  public void leftOut(Target target, String reason) {
    ProducerRecord<byte[], byte[]> record = writer.record(target.getId(), target);
    var _ =
        letters.send(
            new ConsumerRecord<>(
                record.topic(), NO_PARTITION, NO_OFFSET, record.key(), record.value()),
            STAGE,
            reason);
  }
}
