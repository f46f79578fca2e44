package io.benchstream.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.benchstream.benchmarks.result.Distribution;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MeasureTest {
  @Test
  void quantilesAndBucketsAreOfAllThatWasRecorded() {
    Latencies latencies = new Latencies();
    for (int i = 1; i <= 1_000; i++) {
      latencies.record(Duration.ofMillis(i));
    }
    latencies.record(Duration.ofMillis(-5));

    Distribution distribution = latencies.distribution();

    assertThat(distribution.count()).isEqualTo(1_001);
    assertThat(distribution.min()).isZero();
    assertThat(distribution.p50()).isCloseTo(500, within(2.0));
    assertThat(distribution.p99()).isCloseTo(990, within(3.0));
    assertThat(distribution.max()).isCloseTo(1_000, within(2.0));
    assertThat(distribution.buckets().stream().mapToLong(Distribution.Bucket::count).sum())
        .isEqualTo(1_001);
    assertThat(distribution.buckets()).extracting(Distribution.Bucket::upToMs).isSorted();
  }

  @Test
  void nothingRecordedIsAnEmptyDistribution() {
    assertThat(new Latencies().distribution().buckets()).isEmpty();
    assertThat(new Latencies().quantileMs(0.5)).isNaN();
  }

  @Test
  void theTableHasAColumnForEachProgramAndALineForTheRest() {
    String table =
        FigureTable.text(
            Map.of("worker.cpu_us", 0.123, "vmagent.cpu_us", 0.9, "worker.odd", 7_000.0),
            List.of("worker", "vmagent"));

    assertThat(table).containsPattern("cpu_us +0\\.1230 +0\\.9000");
    assertThat(table).containsPattern("cores +- +-");
    assertThat(table).containsPattern("worker\\.odd +7,000");
  }

  @Test
  void readsThisProcess() throws Exception {
    long pid = ProcessHandle.current().pid();
    ProcessUsage before = ProcessUsage.of(pid);
    long sum = 0;
    for (long end = System.nanoTime() + 200_000_000; System.nanoTime() < end; ) {
      sum++;
    }

    assertThat(sum).isPositive();
    assertThat(ProcessUsage.of(pid).cpuMicrosSince(before)).isPositive();
    assertThat(before.residentBytes()).isGreaterThan(1 << 20);
    assertThat(ThreadUsage.of(pid).compilerMicrosSince(ThreadUsage.of(pid)))
        .isGreaterThanOrEqualTo(0);
  }
}
