package io.benchstream.publisher.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class DeliveryLogTest {
  private static final TopicPartition P0 = new TopicPartition("t", 0);
  private static final TopicPartition P1 = new TopicPartition("t", 1);

  private final DeliveryLog log = new DeliveryLog(10_000);

  @Test
  void nothingBelowTheOffsetWasDeliveredLater() {
    log.begin(P0, 100, 0);
    for (int second = 1; second <= 60; second++) {
      log.delivered(P0, 100 + second, second * 1000L);
    }

    assertThat(log.before(55_000)).isEqualTo(Map.of(P0, 155L));
    assertThat(log.before(50_999)).isEqualTo(Map.of(P0, 150L));
    assertThat(log.before(49_000)).as("older than is kept").isEqualTo(Map.of(P0, 150L));
  }

  @Test
  void whatBeganWithinTheWindowIsReadFromItsBeginning() {
    log.begin(P0, 7, 50_000);
    log.delivered(P0, 9, 52_000);

    assertThat(log.before(45_000)).isEqualTo(Map.of(P0, 7L));
  }

  @Test
  void aPartitionThatStandsStillKeepsItsLastOffset() {
    log.begin(P0, 1, 0);
    log.delivered(P0, 5, 2_000);

    assertThat(log.before(1_000_000)).isEqualTo(Map.of(P0, 5L));
  }

  @Test
  void deliveriesCloseToEachOtherShareAMark() {
    log.begin(P0, 0, 0);
    for (int i = 1; i <= 100; i++) {
      log.delivered(P0, i, 1_000 + i * 10L);
    }

    assertThat(log.before(1_500).get(P0)).isLessThanOrEqualTo(50L);
  }

  @Test
  void whatIsForgottenIsNotGivenOut() {
    log.begin(P0, 1, 0);
    log.begin(P1, 2, 0);
    log.forget(List.of(P0));
    log.delivered(P0, 3, 5_000);

    assertThat(log.before(9_000)).isEqualTo(Map.of(P1, 2L));
  }
}
