package io.benchstream.scrape.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class HandOversTest {
  private static final TopicPartition PARTITION = new TopicPartition("targets", 3);
  private static final Claim RELEASED = new Claim(7, true, 15_000);

  private final Lane lane = new Lane();
  private final FakeGroup group = new FakeGroup();
  private final HandOvers handOvers = new HandOvers(lane, () -> Instant.ofEpochMilli(10_000));

  private static final class Lane implements HandOvers.Scrapes {
    final List<String> calls = new ArrayList<>();
    final CompletableFuture<?> over = new CompletableFuture<>();

    @Override
    public CompletableFuture<?> release(Collection<String> targetIds, long cut) {
      calls.add("release " + targetIds + " " + cut);
      return over;
    }

    @Override
    public void cut(Collection<String> targetIds, long cut) {
      calls.add("cut " + targetIds + " " + cut);
      over.complete(null);
    }

    @Override
    public void abandonReleased() {
      calls.add("abandon");
    }
  }

  private static final class FakeGroup implements HandOvers.Group {
    final Map<TopicPartition, Claim> claims = new HashMap<>();
    final Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
    boolean empty;
    boolean away;

    @Override
    public Map<TopicPartition, Claim> of(Set<TopicPartition> partitions) {
      if (away) {
        throw new KafkaException("no answer");
      }
      return claims;
    }

    @Override
    public boolean commitWhereNobodyIs(Map<TopicPartition, OffsetAndMetadata> offsets) {
      if (empty) {
        committed.putAll(offsets);
      }
      return empty;
    }
  }

  private void begin() {
    handOvers.begin(PARTITION, RELEASED, OptionalLong.of(42), List.of("a"));
  }

  @Test
  void goesOnUpToTheTimeThatTheNextOwnerNames() {
    begin();
    group.claims.put(PARTITION, new Claim(8, false, 12_345));

    handOvers.look(group);

    assertThat(lane.calls).containsExactly("release [a] 15000", "cut [a] 12345");
    assertThat(handOvers.isUnderWay()).isFalse();
  }

  @Test
  void takesNoWordOfItsOwnOrAnEarlierOwnerForAClaim() {
    begin();
    group.claims.put(PARTITION, RELEASED);

    handOvers.look(group);

    assertThat(lane.calls).containsExactly("release [a] 15000");
    assertThat(handOvers.isUnderWay()).isTrue();
  }

  @Test
  void goesOnAWhileWhereTheNextOwnerHasGivenItAwayAgain() {
    begin();
    group.claims.put(PARTITION, new Claim(8, true, 30_000));

    handOvers.look(group);

    assertThat(lane.calls)
        .containsExactly("release [a] 15000", "cut [a] " + (10_000 + Claim.HEARD_OF_MILLIS));
  }

  @Test
  void endsAtOnceWhereNobodyElseIsAndLeavesWordOfIt() throws InterruptedException {
    begin();
    group.empty = true;

    handOvers.finish(group, Duration.ofSeconds(30));

    assertThat(lane.calls).containsExactly("release [a] 15000", "cut [a] 10000");
    assertThat(group.committed)
        .containsExactly(Map.entry(PARTITION, new OffsetAndMetadata(42, "epoch=7,until=10000")));
  }

  @Test
  void waitsForOthersAndGivesUpInTheEnd() throws InterruptedException {
    begin();
    group.away = true;

    handOvers.finish(group, Duration.ofSeconds(-2));

    assertThat(lane.calls).containsExactly("release [a] 15000", "abandon");
  }
}
