package io.benchstream.cli.profiles;

import static org.assertj.core.api.Assertions.assertThat;

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

class ProfilesCheckCommandTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @TempDir private Path directory;

  private int run(String... arguments) {
    return BenchstreamCommand.commandLine(
            new Console(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Terminal.none()))
        .execute(arguments);
  }

  @Test
  void showsTheBuiltInOnesAndTheUsersOwn() throws Exception {
    Files.writeString(
        directory.resolve("mine.yml"),
        "name: mine\nmonitors: [{kind: app, hosts: nodes, port: 1}]\n");
    assertThat(run("profiles", "check", directory.toString())).isEqualTo(ExitCode.OK);
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("mine", "ray-dashboard", "44227");
  }

  @Test
  void aWrongOneIsToldWithItsPlace() throws Exception {
    Files.writeString(
        directory.resolve("wrong.yml"), "name: wrong\nmonitors: [{kind: app, hosts: nodes}]\n");
    assertThat(run("profiles", "check", directory.toString())).isEqualTo(ExitCode.CHECK_FAILED);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("wrong.yml:2", "port: 0 is outside");
  }
}
