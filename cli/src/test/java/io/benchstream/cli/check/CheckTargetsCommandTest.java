package io.benchstream.cli.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.benchstream.cli.BenchstreamCommand;
import io.benchstream.cli.console.Console;
import io.benchstream.cli.console.ExitCode;
import io.benchstream.cli.console.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckTargetsCommandTest {
  private static final String CONFIG =
      """
      scrape_configs:
        - job_name: node
          static_configs: [{targets: [a:9100, b:9100], labels: {rack: 01}}]
          relabel_configs: [{source_labels: [__address__], regex: b.*, action: drop}]
      """;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @TempDir private Path directory;

  private int run(String config, String... more) throws Exception {
    Path file = Files.writeString(directory.resolve("prometheus.yml"), config);
    String[] arguments = new String[4 + more.length];
    arguments[0] = "check";
    arguments[1] = "targets";
    arguments[2] = "--config";
    arguments[3] = file.toString();
    System.arraycopy(more, 0, arguments, 4, more.length);
    return BenchstreamCommand.commandLine(
            new Console(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Terminal.none()))
        .execute(arguments);
  }

  private String errors() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void theJsonHasTheShapeOfPromtools() throws Exception {
    assertThat(run(CONFIG, "--json")).as(errors()).isEqualTo(ExitCode.OK);
    JsonNode list = new ObjectMapper().readTree(out.toString(StandardCharsets.UTF_8));
    assertThat(list).hasSize(2);
    assertThat(list.get(0).at("/discoveredLabels/__address__").asText()).isEqualTo("a:9100");
    assertThat(list.get(0).at("/labels/instance").asText()).isEqualTo("a:9100");
    assertThat(list.get(0).at("/labels/rack").asText()).isEqualTo("01");
    assertThat(list.get(0).at("/labels/job").asText()).isEqualTo("node");
    assertThat(list.get(1).at("/discoveredLabels/__address__").asText()).isEqualTo("b:9100");
    assertThat(list.get(1).get("labels")).isEmpty();
  }

  @Test
  void forPeopleItCounts() throws Exception {
    assertThat(run(CONFIG)).isEqualTo(ExitCode.OK);
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("node: 1 targets, 1 dropped", "kept", "dropped");
  }

  @Test
  void whatCannotBeUsedIsToldAndHasACodeOfItsOwn() throws Exception {
    assertThat(run(CONFIG + "  - {job_name: bad, bearer_token: secret}\n"))
        .isEqualTo(ExitCode.CHECK_FAILED);
    assertThat(errors()).contains("job 'bad' is left out", "bearer_token_file");
    assertThat(run("scrape_configs: [")).isEqualTo(ExitCode.FAILURE);
    assertThat(run(CONFIG, "--job", "other")).isEqualTo(ExitCode.FAILURE);
    assertThat(errors()).contains("has no job 'other'").doesNotContain("secret");
  }
}
