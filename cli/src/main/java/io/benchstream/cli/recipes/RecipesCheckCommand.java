package io.benchstream.cli.recipes;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.benchstream.aggregator.recipe.RecipeException;
import io.benchstream.aggregator.recipe.RecipeLoader;
import io.benchstream.aggregator.recipe.RecipeSet;
import io.benchstream.cli.console.CommonOptions;
import io.benchstream.cli.console.Console;
import io.benchstream.cli.console.ExitCode;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code benchstream recipes check}. */
@Command(
    name = "check",
    sortOptions = false,
    header = "Say what is wrong with a file of recipes, each problem with its line and key.",
    footer = {
      "",
      "Exit codes: 0 the aggregator takes the file; 3 it does not.",
      "",
      "Examples:",
      "  benchstream recipes check recipes.yaml",
      "  benchstream recipes check recipes.yaml --json | jq -r '.problems[].message'"
    })
public final class RecipesCheckCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "The YAML file.")
  private Path file = Path.of("");

  @Mixin private final CommonOptions common = new CommonOptions();

  private final Console console;

  public RecipesCheckCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    try {
      RecipeSet recipes = new RecipeLoader().load(file);
      tell(recipes.version(), recipes.recipes().size(), null);
      return ExitCode.OK;
    } catch (RecipeException e) {
      tell("", 0, e);
      return ExitCode.CHECK_FAILED;
    }
  }

  private void tell(
      String version, int recipes, @org.jspecify.annotations.Nullable RecipeException failure) {
    if (common.json()) {
      ObjectNode node =
          JsonNodeFactory.instance
              .objectNode()
              .put("file", file.toString())
              .put("valid", failure == null)
              .put("version", version)
              .put("recipes", recipes);
      ArrayNode problems = node.putArray("problems");
      if (failure != null) {
        failure
            .problems()
            .forEach(
                problem ->
                    problems
                        .addObject()
                        .put("line", problem.line())
                        .put("key", problem.key())
                        .put("message", problem.message()));
      }
      console.json(node, true);
    } else if (failure == null) {
      console.line("%s: %d recipes, version %s".formatted(file, recipes, version));
    } else {
      failure.problems().forEach(problem -> console.line(problem.in(file.toString())));
    }
  }
}
