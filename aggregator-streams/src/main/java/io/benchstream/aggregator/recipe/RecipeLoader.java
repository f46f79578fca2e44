package io.benchstream.aggregator.recipe;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.benchstream.runtime.config.YamlLines;
import io.benchstream.schemas.KpiType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads recipe files. One pass names every problem with its line and key. */
public final class RecipeLoader {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");
  private static final Pattern METRIC = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");
  private static final Pattern LABEL = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");
  private static final List<Double> QUANTILES = List.of(0.5, 0.95, 0.99);
  private static final String DEFAULT_SET = "recipes.yaml";

  private final YAMLMapper mapper =
      YAMLMapper.builder(new YAMLFactory())
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .build();

  /**
   * The set that comes with Benchstream: vLLM, also through Ray Serve; Ray, Slurm, DCGM, node
   * exporter, Qdrant and plain HTTP servers.
   */
  public RecipeSet defaults() {
    try (InputStream in =
        Objects.requireNonNull(RecipeLoader.class.getResourceAsStream(DEFAULT_SET))) {
      return parse(DEFAULT_SET, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads a file.
   *
   * @throws RecipeException where it cannot be read or is invalid
   */
  public RecipeSet load(Path file) {
    try {
      return parse(file.toString(), Files.readString(file));
    } catch (IOException e) {
      throw failure(file.toString(), 0, "cannot be read: " + e);
    }
  }

  /**
   * Reads text.
   *
   * @param source named in errors
   * @throws RecipeException where it is invalid
   */
  public RecipeSet parse(String source, String yaml) {
    JsonNode root;
    YamlLines lines;
    try {
      root = mapper.readTree(yaml);
      lines = YamlLines.of(yaml);
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
      throw failure(source, line, "not valid YAML: " + firstLine(e.getOriginalMessage()));
    } catch (IOException e) {
      throw failure(source, 0, "not valid YAML: " + e.getMessage());
    }
    List<RecipeProblem> problems = new ArrayList<>();
    YamlSection file = new YamlSection(root, lines, problems);
    String version = file.text("version");
    List<Recipe> recipes = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (YamlSection section : file.sections("recipes")) {
      Recipe recipe = recipe(section);
      if (!names.add(recipe.name())) {
        section.problem("name", "'%s' is there twice".formatted(recipe.name()));
      }
      recipes.add(recipe);
    }
    file.rejectOthers();
    if (!problems.isEmpty()) {
      throw new RecipeException(source, problems);
    }
    return new RecipeSet(version, recipes);
  }

  private static Recipe recipe(YamlSection section) {
    String name = section.text("name");
    if (!name.isEmpty() && !NAME.matcher(name).matches()) {
      section.problem("name", "'%s' is not snake_case of at most 63 characters".formatted(name));
    }
    double scale = section.number("scale", 1);
    if (scale <= 0) {
      section.problem("scale", "%s is not above 0".formatted(scale));
    }
    Definition definition = definition(section);
    if (section.has("valid") && !readsGauges(definition)) {
      section.problem("valid", "is for gauges and ratios of gauges only");
    }
    Recipe recipe =
        new Recipe(
            name,
            section.text("help"),
            section.text("unit"),
            definition,
            labels(section),
            scale,
            valid(section),
            section.text("query"));
    section.rejectOthers();
    return recipe;
  }

  private static Definition definition(YamlSection section) {
    KpiType type =
        section.choice(
            "type",
            Map.of(
                "rate", KpiType.RATE,
                "ratio", KpiType.RATIO,
                "gauge", KpiType.GAUGE,
                "histogram", KpiType.HISTOGRAM),
            KpiType.UNKNOWN);
    return switch (type) {
      case RATE -> new Definition.Rate(selector(section));
      case RATIO -> ratio(section);
      case GAUGE -> gauge(section);
      case HISTOGRAM -> new Definition.Histogram(selector(section), quantiles(section));
      case UNKNOWN -> {
        if (!section.has("type")) {
          section.problem("", "type is missing; it is rate, ratio, gauge or histogram");
        }
        section.has("metrics");
        section.has("match");
        yield new Definition.Rate(new Selector(List.of("unknown"), List.of()));
      }
    };
  }

  private static boolean readsGauges(Definition definition) {
    return definition instanceof Definition.Gauge
        || (definition instanceof Definition.Ratio ratio
            && ratio.of() == Definition.Operands.GAUGES);
  }

  private static Definition ratio(YamlSection section) {
    Definition.Operands of =
        section.choice(
            "of",
            Map.of("counters", Definition.Operands.COUNTERS, "gauges", Definition.Operands.GAUGES),
            Definition.Operands.COUNTERS);
    YamlSection numerator = section.section("numerator");
    YamlSection denominator = section.section("denominator");
    Definition.Ratio ratio =
        new Definition.Ratio(
            of, selector(numerator), selector(denominator), section.flag("complement"));
    numerator.rejectOthers();
    denominator.rejectOthers();
    return ratio;
  }

  private static Definition gauge(YamlSection section) {
    Selector gauges = selector(section);
    if (!section.has("across")) {
      section.problem("", "across is missing: several series add up (sum) or not (avg)");
    }
    return new Definition.Gauge(
        gauges,
        section.choice(
            "across",
            Map.of("sum", Definition.Across.SUM, "avg", Definition.Across.AVG),
            Definition.Across.AVG));
  }

  private static Selector selector(YamlSection section) {
    List<String> metrics = section.texts("metrics");
    if (metrics.isEmpty()) {
      section.problem("", "metrics is missing: give the names, the newest first");
      metrics.add("unknown");
    }
    for (String metric : metrics) {
      if (!METRIC.matcher(metric).matches()) {
        section.problem("metrics", "'%s' is not a metric name".formatted(metric));
      }
    }
    List<LabelMatcher> match = new ArrayList<>();
    for (String text : section.texts("match")) {
      try {
        match.add(LabelMatcher.parse(text));
      } catch (IllegalArgumentException e) {
        section.problem("match", String.valueOf(e.getMessage()));
      }
    }
    return new Selector(metrics, match);
  }

  private static List<Double> quantiles(YamlSection section) {
    List<Double> quantiles = new ArrayList<>();
    for (String text : section.texts("quantiles")) {
      double quantile = -1;
      try {
        quantile = Double.parseDouble(text);
      } catch (NumberFormatException e) {
        // Reported below with the ones out of range.
      }
      if (!(quantile > 0 && quantile < 1)) {
        section.problem("quantiles", "'%s' is not between 0 and 1".formatted(text));
      }
      quantiles.add(quantile);
    }
    return quantiles.isEmpty() ? QUANTILES : quantiles;
  }

  private static List<String> labels(YamlSection section) {
    List<String> labels = section.texts("by");
    for (String label : labels) {
      if (!LABEL.matcher(label).matches() || label.equals("le")) {
        section.problem("by", "'%s' is not a label to split by".formatted(label));
      }
    }
    return labels;
  }

  private static ValueRange valid(YamlSection section) {
    if (!section.has("valid")) {
      return ValueRange.FINITE;
    }
    YamlSection range = section.section("valid");
    double min = range.number("min", ValueRange.FINITE.min());
    double max = range.number("max", ValueRange.FINITE.max());
    range.rejectOthers();
    if (min > max) {
      section.problem("valid", "min %s is above max %s".formatted(min, max));
      return ValueRange.FINITE;
    }
    return new ValueRange(min, max);
  }

  private static String firstLine(String message) {
    return message.lines().findFirst().orElse("");
  }

  private static RecipeException failure(String source, int line, String message) {
    return new RecipeException(source, List.of(new RecipeProblem(line, "", message)));
  }
}
