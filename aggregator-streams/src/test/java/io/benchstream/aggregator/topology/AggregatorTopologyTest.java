package io.benchstream.aggregator.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.benchstream.aggregator.window.ScrapeMaker;
import io.benchstream.runtime.kafka.DeadLetters;
import io.benchstream.schemas.KpiWindow;
import io.benchstream.schemas.Scrape;
import io.benchstream.schemas.WindowStatus;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AggregatorTopologyTest {
  private static final long T0 = TopologyRig.T0.toEpochMilli();

  @TempDir Path stateDir;
  private TopologyRig rig;
  private final ScrapeMaker target = new ScrapeMaker("t1", "c1", "j1", Duration.ofSeconds(1));

  @BeforeEach
  void start() {
    rig = new TopologyRig(stateDir);
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  private void page(long at, int requests, int waiting) {
    rig.send(
        target.page(
            T0 + at,
            "vllm:request_success_total{finished_reason=\"stop\"} " + requests,
            "vllm:num_requests_waiting " + waiting));
  }

  private List<KpiWindow> kpis(WindowStatus status) {
    return rig.kpis().stream().filter(kpi -> kpi.getStatus() == status).toList();
  }

  @Test
  void theDescriptionIsTheCommittedOne() throws IOException {
    try (InputStream committed =
        Objects.requireNonNull(getClass().getResourceAsStream("topology.txt"))) {
      assertThat(rig.topology().describe().toString())
          .as("update topology.txt with a change of the topology, and think of upgrades")
          .isEqualToNormalizingNewlines(new String(committed.readAllBytes(), UTF_8));
    }
  }

  @Test
  void windowsCloseByTheTimeOfTheScrapes() {
    rig.caughtUp = false;
    page(1_000, 100, 3);
    page(9_000, 130, 5);
    page(12_001, 140, 5);

    List<KpiWindow> finals = kpis(WindowStatus.FINAL);
    assertThat(finals)
        .extracting(KpiWindow::getKpi)
        .containsExactlyInAnyOrder("request_throughput", "queue_depth");
    assertThat(finals.getFirst().getValues()).containsEntry("value", 3.0);
    assertThat(finals.getFirst().getScope().getCluster()).isEqualTo("c1");
    assertThat(finals.getFirst().getScope().getJob()).isEqualTo("j1");
  }

  @Test
  void theLastWindowComesWithoutAnyFurtherRecord() {
    page(1_000, 100, 3);
    page(9_000, 130, 5);
    rig.advanceTo(T0 + 12_000);
    assertThat(kpis(WindowStatus.FINAL)).isEmpty();

    rig.advanceTo(T0 + 13_000);
    assertThat(kpis(WindowStatus.FINAL)).hasSize(2);
    rig.advanceTo(T0 + 14_000);
    assertThat(kpis(WindowStatus.FINAL)).isEmpty();
  }

  @Test
  void whileThereIsABacklogTheWallClockClosesNothing() {
    rig.caughtUp = false;
    page(1_000, 100, 3);
    rig.advanceTo(T0 + 60_000);
    assertThat(kpis(WindowStatus.FINAL)).isEmpty();

    page(2_000, 104, 3);
    rig.caughtUp = true;
    rig.advanceTo(T0 + 61_000);
    assertThat(kpis(WindowStatus.FINAL).getFirst().getPartial().getIncrease()).isEqualTo(4);
  }

  @Test
  void openWindowsGiveProvisionalValues() {
    page(1_000, 100, 3);
    page(4_000, 106, 3);
    rig.advanceTo(T0 + 6_000);

    List<KpiWindow> provisional = kpis(WindowStatus.PROVISIONAL);
    assertThat(provisional).isNotEmpty();
    assertThat(provisional.getFirst().getValues()).containsEntry("value", 6.0 / 4);
  }

  @Test
  void keysAreScopeAndKpi() {
    page(1_000, 100, 3);
    rig.advanceTo(T0 + 13_000);

    assertThat(rig.kpis.readRecordsToList())
        .extracting(record -> new String(record.key(), UTF_8))
        .contains("c1/j1/request_throughput", "c1/j1/queue_depth");
  }

  @Test
  void aScrapeThatContradictsItselfIsADeadLetterAndHoldsUpNothing() {
    List<List<Integer>> partsOf =
        List.of(List.of(-1, 1), List.of(1, 1), List.of(0, 2_000_000_000), List.of(0, 0));
    for (List<Integer> part : partsOf) {
      Scrape scrape = target.page(T0 + 500, "vllm:num_requests_waiting 1").getFirst();
      scrape.setPart(part.getFirst());
      scrape.setParts(part.getLast());
      rig.send(List.of(scrape));
    }
    page(1_000, 100, 3);
    rig.advanceTo(T0 + 13_000);

    assertThat(rig.deadLetters.readRecordsToList()).hasSize(partsOf.size());
    assertThat(rig.records("undecodable")).isEqualTo(partsOf.size());
    assertThat(kpis(WindowStatus.FINAL)).hasSize(2);
  }

  @Test
  void aRecordThatCannotBeDecodedIsADeadLetterAndHoldsUpNothing() {
    rig.samples.pipeInput("t1".getBytes(UTF_8), new byte[] {1, 2, 3});
    page(1_000, 100, 3);
    rig.advanceTo(T0 + 13_000);

    TestRecord<byte[], byte[]> letter = rig.deadLetters.readRecord();
    assertThat(letter.key()).isEqualTo("t1".getBytes(UTF_8));
    assertThat(letter.value()).containsExactly(1, 2, 3);
    assertThat(new String(letter.headers().lastHeader(DeadLetters.REASON).value(), UTF_8))
        .isEqualTo("not what it should be");
    assertThat(new String(letter.headers().lastHeader(DeadLetters.OFFSET).value(), UTF_8))
        .isEqualTo("0");
    assertThat(kpis(WindowStatus.FINAL)).isNotEmpty();
  }

  @Test
  void everyRecordIsCountedOnceByWhatBecameOfIt() {
    page(1_000, 100, 3);
    page(2_000, 101, 3);
    page(13_000, 102, 3);
    rig.send(target.page(T0 + 3_000, "vllm:num_requests_waiting 1"));
    rig.samples.pipeInput("t1".getBytes(UTF_8), new byte[] {1, 2, 3});

    assertThat(rig.records("counted")).isEqualTo(3);
    assertThat(rig.records("late")).isEqualTo(1);
    assertThat(rig.records("undecodable")).isEqualTo(1);
    double all =
        rig.meters.find("benchstream_aggregator_records").counters().stream()
            .mapToDouble(counter -> counter.count())
            .sum();
    assertThat(all).isEqualTo(5);
  }
}
