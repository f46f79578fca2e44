package io.benchstream.publisher.intake;

import io.benchstream.publisher.rollout.TargetTable;
import io.benchstream.runtime.kafka.DeadLetters;
import io.benchstream.runtime.kafka.TopicFollower;
import io.benchstream.schemas.Target;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Keeps the target table as the topic {@code targets} has it. */
public final class TargetsIntake implements TopicFollower.Listener<Target> {
  private static final String STAGE = "vmagent configuration";

  private final TargetTable targets;
  private final DeadLetters letters;
  private boolean caughtUp;

  public TargetsIntake(TargetTable targets, DeadLetters letters) {
    this.targets = targets;
    this.letters = letters;
  }

  @Override
  public void onRecord(String key, @Nullable Target target, ConsumerRecord<byte[], byte[]> record) {
    targets.put(key, target);
  }

  @Override
  public void onCaughtUp() {
    caughtUp = true;
    targets.markComplete();
  }

  @Override
  public void onUndecodable(ConsumerRecord<byte[], byte[]> record, String reason) {
    // What the target was before is not what it is now. A record from before this start has its
    // letter already.
    targets.put(new String(record.key(), java.nio.charset.StandardCharsets.UTF_8), null);
    if (caughtUp) {
      var _ = letters.send(record, STAGE, reason);
    }
  }
}
