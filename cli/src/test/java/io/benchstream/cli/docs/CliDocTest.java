package io.benchstream.cli.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.benchstream.cli.BenchstreamCommand;
import io.benchstream.cli.console.Console;
import io.benchstream.cli.console.Terminal;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import picocli.CommandLine;

/** docs/cli.md, the README and the examples of the help are command lines that there are. */
class CliDocTest {
  private static CommandLine commandLine() {
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
    return BenchstreamCommand.commandLine(new Console(nowhere, nowhere, Terminal.none()));
  }

  @TestFactory
  List<DynamicTest> everyCommandIsOne() throws IOException {
    List<List<String>> commands = new ArrayList<>(CliDoc.commands(CliDoc.blocks(CliDoc.text())));
    commands.addAll(CliDoc.commands(CliDoc.blocks(Files.readString(Path.of("..", "README.md")))));
    assertThat(commands).hasSizeGreaterThan(12);
    for (CommandLine command : leaves()) {
      List<List<String>> examples = CliDoc.commands(command.getUsageMessage());
      assertThat(examples).as(command.getCommandSpec().qualifiedName()).isNotEmpty();
      commands.addAll(examples);
    }
    return commands.stream()
        .map(
            words ->
                DynamicTest.dynamicTest(
                    String.join(" ", words),
                    () -> commandLine().parseArgs(words.toArray(String[]::new))))
        .toList();
  }

  private static List<CommandLine> leaves() {
    List<CommandLine> leaves = new ArrayList<>();
    CommandLine root = commandLine();
    for (String name : List.of("session", "bench")) {
      leaves.addAll(subcommand(root, name).getSubcommands().values());
    }
    for (String name : List.of("compare", "doctor")) {
      leaves.add(subcommand(root, name));
    }
    return leaves;
  }

  private static CommandLine subcommand(CommandLine command, String name) {
    return Objects.requireNonNull(command.getSubcommands().get(name), name);
  }

  @Test
  void everyCommandTellsItsExitCodesAndIsInTheDoc() {
    for (CommandLine command : leaves()) {
      String name = command.getCommandSpec().qualifiedName();
      assertThat(command.getUsageMessage()).as(name).contains("Exit codes: ").doesNotContain("%%");
      assertThat(CliDoc.text())
          .contains(name.replace("benchstream session compare", "benchstream compare"));
    }
  }
}
