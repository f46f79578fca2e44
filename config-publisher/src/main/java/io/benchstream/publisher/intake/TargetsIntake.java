package io.benchstream.publisher.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.benchstream.publisher.rollout.TargetTable;
import io.benchstream.runtime.kafka.DeadLetters;
import io.benchstream.runtime.kafka.TopicFollower;
import io.benchstream.schemas.Target;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Keeps target tables as the topic {@code targets} has it. */
public final class TargetsIntake implements TopicFollower.Listener<Target> {
  private static final String STAGE = "vmagent configuration";

  private final List<TargetTable> tables;
  private final DeadLetters letters;
  private boolean caughtUp;

  public TargetsIntake(List<TargetTable> tables, DeadLetters letters) {
    this.tables = List.copyOf(tables);
    this.letters = letters;
  }

  @Override
  public void onRecord(String key, @Nullable Target target, ConsumerRecord<byte[], byte[]> record) {
    tables.forEach(table -> table.put(key, target));
  }

  @Override
  public void onCaughtUp() {
    caughtUp = true;
    tables.forEach(TargetTable::markComplete);
  }

  @Override
  public void onUndecodable(ConsumerRecord<byte[], byte[]> record, String reason) {
    // What the target was before is not what it is now. A record from before this start has its
    // letter already.
    String key = new String(record.key(), UTF_8);
    tables.forEach(table -> table.put(key, null));
    if (caughtUp) {
      var _ = letters.send(record, STAGE, reason);
    }
  }
}
