package io.benchstream.cli.scrape;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.benchstream.cli.console.Console;
import io.benchstream.cli.console.ExitCode;
import io.benchstream.cli.console.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The command against a target that answers over HTTP. */
class ScrapeCommandIT {
  private static final String PAGE = "a 1\nb{instance=\"mine\"} 2\nc x\nd NaN\n";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final HttpServer server;

  @TempDir Path directory;

  ScrapeCommandIT() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  @BeforeEach
  void serve() {
    server.createContext(
        "/metrics",
        exchange -> {
          byte[] page = PAGE.getBytes(UTF_8);
          exchange.sendResponseHeaders(200, page.length);
          exchange.getResponseBody().write(page);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  private int scrape(String... arguments) {
    Console console =
        new Console(
            new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), Terminal.none());
    return new CommandLine(new ScrapeCommand(console)).execute(arguments);
  }

  @Test
  void showsWhatWouldBePublished() {
    assertThat(scrape(address(), "--label", "job=j")).isEqualTo(ExitCode.OK);

    assertThat(out.toString(UTF_8).lines())
        .containsExactly("a 1.0", "b{exported_instance=\"mine\"} 2.0", "d NaN");
    assertThat(err.toString(UTF_8))
        .contains(
            "success in",
            "3 samples on the page, 3 published with {instance=\"" + address() + "\",job=\"j\"}",
            "1 lines cannot be read",
            "line 3, column 3: 'x' is not a number");
  }

  @Test
  void appliesMetricRelabeling() throws IOException {
    Path rules =
        Files.writeString(
            directory.resolve("rules.yml"),
            "- {source_labels: [__name__], regex: 'a|d', action: keep}");

    assertThat(scrape(address(), "--metric-relabel", rules.toString(), "--json"))
        .isEqualTo(ExitCode.OK);

    assertThat(out.toString(UTF_8))
        .contains("\"relabeled_away\" : 1", "\"series\" : \"a\"", "\"value\" : \"NaN\"")
        .doesNotContain("mine");
  }

  @Test
  void tellsWhyAScrapeFails() {
    assertThat(scrape(address(), "--strict")).isEqualTo(ExitCode.FAILURE);
    assertThat(scrape(address() + "/nothing")).isEqualTo(ExitCode.FAILURE);
    assertThat(scrape("169.254.169.254")).isEqualTo(ExitCode.FAILURE);
    assertThat(err.toString(UTF_8))
        .contains("malformed in", "line 3, column 3", "http_failure in", "404", "denied in");
  }
}
