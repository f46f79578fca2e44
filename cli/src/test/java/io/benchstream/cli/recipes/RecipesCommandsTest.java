package io.benchstream.cli.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.benchstream.cli.console.Console;
import io.benchstream.cli.console.ExitCode;
import io.benchstream.cli.console.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class RecipesCommandsTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final Console console =
      new Console(
          new PrintStream(out, true, StandardCharsets.UTF_8),
          new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
          Terminal.none());

  @TempDir Path directory;

  private String output() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private Path file(String yaml) throws IOException {
    return Files.writeString(directory.resolve("mine.yaml"), yaml);
  }

  @Test
  void listShowsTheDefaultSetWithOldNamesAndQueries() throws Exception {
    assertThat(new CommandLine(new RecipesListCommand(console)).execute()).isEqualTo(ExitCode.OK);
    assertThat(output()).contains("ttft", "histogram", "vllm:time_to_first_token_seconds (+");
    out.reset();
    assertThat(new CommandLine(new RecipesListCommand(console)).execute("--json"))
        .isEqualTo(ExitCode.OK);
    JsonNode set = new ObjectMapper().readTree(output());
    assertThat(set.get("recipes")).hasSizeGreaterThan(40);
    assertThat(set.get("recipes"))
        .allMatch(recipe -> recipe.get("query").asText().contains("$window"));
  }

  @Test
  void checkTellsEveryProblemWithLineAndKey() throws Exception {
    Path file =
        file(
            """
            version: "1"
            recipes:
              - name: Bad Name
                help: h
                unit: u
                type: rate
                metrics: [a_total]
                query: q
                extra: 1
            """);
    assertThat(new CommandLine(new RecipesCheckCommand(console)).execute(file.toString()))
        .isEqualTo(ExitCode.CHECK_FAILED);
    assertThat(output())
        .contains(file + ":3: recipes[0].name: 'Bad Name'", file + ":9: recipes[0].extra: unknown");
    out.reset();
    new CommandLine(new RecipesCheckCommand(console)).execute(file.toString(), "--json");
    JsonNode told = new ObjectMapper().readTree(output());
    assertThat(told.get("valid").asBoolean()).isFalse();
    assertThat(told.at("/problems/0/line").asInt()).isEqualTo(3);
  }

  @Test
  void checkTakesAGoodFile() throws Exception {
    Path file =
        file(
            """
            version: "7"
            recipes:
              - {name: a, help: h, unit: u/s, type: rate, metrics: [a_total], query: q}
            """);
    assertThat(new CommandLine(new RecipesCheckCommand(console)).execute(file.toString()))
        .isEqualTo(ExitCode.OK);
    assertThat(output()).contains("1 recipes, version 7+");
  }
}
