package io.benchstream.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WarmUpIT {
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
