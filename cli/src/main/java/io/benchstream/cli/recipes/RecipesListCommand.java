package io.benchstream.cli.recipes;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.benchstream.aggregator.recipe.Definition;
import io.benchstream.aggregator.recipe.Recipe;
import io.benchstream.aggregator.recipe.RecipeException;
import io.benchstream.aggregator.recipe.RecipeLoader;
import io.benchstream.aggregator.recipe.RecipeSet;
import io.benchstream.aggregator.recipe.Selector;
import io.benchstream.cli.console.CommandFailure;
import io.benchstream.cli.console.CommonOptions;
import io.benchstream.cli.console.Console;
import io.benchstream.cli.console.ExitCode;
import io.benchstream.cli.console.Table;
import io.benchstream.cli.console.Table.Align;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code benchstream recipes list}. */
@Command(
    name = "list",
    sortOptions = false,
    header =
        "Show the KPIs: what they are, their metrics, and the query that gives the same value.",
    footer = {
      "",
      "Examples:",
      "  benchstream recipes list",
      "  benchstream recipes list --recipes mine.yaml",
      "  benchstream recipes list --json | jq '.recipes[] | select(.name == \"ttft\")'"
    })
public final class RecipesListCommand implements Callable<Integer> {
  @Option(
      names = "--recipes",
      paramLabel = "FILE",
      description = "Those of this file in place of the default set.")
  private @Nullable Path file;

  @Mixin private final CommonOptions common = new CommonOptions();

  private final Console console;

  public RecipesListCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    RecipeSet recipes = load(file);
    if (common.json()) {
      ObjectNode set = JsonNodeFactory.instance.objectNode().put("version", recipes.version());
      ArrayNode list = set.putArray("recipes");
      recipes.recipes().forEach(recipe -> list.add(json(recipe)));
      console.json(set, true);
      return ExitCode.OK;
    }
    Table table =
        new Table()
            .column("KPI", Align.LEFT)
            .column("TYPE", Align.LEFT)
            .column("UNIT", Align.LEFT)
            .column("BY", Align.LEFT)
            .column("METRIC", Align.LEFT)
            .column("WHAT", Align.LEFT);
    for (Recipe recipe : recipes.recipes()) {
      table.row(
          recipe.name(),
          type(recipe),
          recipe.unit(),
          String.join(",", recipe.by()),
          metric(recipe),
          recipe.help());
    }
    table.lines(console).forEach(console::line);
    console.note("%d recipes, version %s".formatted(recipes.recipes().size(), recipes.version()));
    return ExitCode.OK;
  }

  /**
   * The recipes of a file, or the default set.
   *
   * @throws CommandFailure where the file is invalid
   */
  public static RecipeSet load(@Nullable Path file) {
    try {
      RecipeLoader loader = new RecipeLoader();
      return file == null ? loader.defaults() : loader.load(file);
    } catch (RecipeException e) {
      throw CommandFailure.usage(String.valueOf(e.getMessage()), e);
    }
  }

  private static String type(Recipe recipe) {
    return recipe.type().name().toLowerCase(Locale.ROOT);
  }

  /** The newest name, and how many older ones there are. */
  private static String metric(Recipe recipe) {
    List<String> names = selectors(recipe).getFirst().metrics();
    return names.size() == 1
        ? names.getFirst()
        : "%s (+%d older)".formatted(names.getFirst(), names.size() - 1);
  }

  private static List<Selector> selectors(Recipe recipe) {
    return switch (recipe.definition()) {
      case Definition.Rate rate -> List.of(rate.counters());
      case Definition.Ratio ratio -> List.of(ratio.numerator(), ratio.denominator());
      case Definition.Gauge gauge -> List.of(gauge.gauges());
      case Definition.Histogram histogram -> List.of(histogram.histograms());
    };
  }

  private static ObjectNode json(Recipe recipe) {
    ObjectNode node =
        JsonNodeFactory.instance
            .objectNode()
            .put("name", recipe.name())
            .put("type", type(recipe))
            .put("unit", recipe.unit())
            .put("help", recipe.help());
    ArrayNode by = node.putArray("by");
    recipe.by().forEach(by::add);
    ArrayNode metrics = node.putArray("metrics");
    selectors(recipe).stream()
        .flatMap(selector -> selector.metrics().stream())
        .distinct()
        .forEach(metrics::add);
    ArrayNode match = node.putArray("match");
    selectors(recipe).stream()
        .flatMap(selector -> Stream.of(selector.match().toArray()))
        .map(Object::toString)
        .distinct()
        .forEach(match::add);
    return node.put("query", recipe.query());
  }
}
