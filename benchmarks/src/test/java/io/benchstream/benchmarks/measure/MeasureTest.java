package io.benchstream.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.net.httpserver.HttpServer;
import io.benchstream.benchmarks.result.Distribution;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
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
  void readsThePagesWhileItWarmsUpAndFailsWhereAProgramHasEnded() throws Exception {
    List<Duration> waits = new ArrayList<>();
    StringBuilder told = new StringBuilder();
    Progress progress =
        new Progress(
            new PrintStream(OutputStream.nullOutputStream()) {
              @Override
              public void println(String line) {
                told.append(line).append('\n');
              }
            });
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    AtomicInteger asked = new AtomicInteger();
    server.createContext(
        "/metrics",
        exchange -> {
          asked.incrementAndGet();
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
    Subject subject = new Program(server.getAddress().getPort());
    try {
      WarmUp.of(
          "all",
          List.of(subject),
          Duration.ofMillis(120),
          progress,
          wait -> {
            waits.add(wait);
            Thread.sleep(60);
          });
    } finally {
      server.stop(0);
    }

    assertThat(waits.getFirst()).isEqualTo(Duration.ofMillis(120));
    assertThat(waits).hasSizeBetween(1, 3);
    assertThat(asked).hasValue(waits.size());
    assertThat(told).startsWith("all: warm-up of 0 s");
    assertThatThrownBy(() -> WarmUp.of("all", List.of(subject), Duration.ofMillis(10), progress))
        .isInstanceOf(ConnectException.class);
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

  private record Program(int port) implements Subject {
    @Override
    public String name() {
      return "program";
    }

    @Override
    public long pid() {
      return ProcessHandle.current().pid();
    }

    @Override
    public URI metrics() {
      return URI.create("http://127.0.0.1:" + port + "/metrics");
    }

    @Override
    public double samples(MetricsPage page) {
      return 0;
    }

    @Override
    public void close() {}
  }
}
