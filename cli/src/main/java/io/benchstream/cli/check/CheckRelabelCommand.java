package io.benchstream.cli.check;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.benchstream.cli.console.CommandFailure;
import io.benchstream.cli.console.CommonOptions;
import io.benchstream.cli.console.Console;
import io.benchstream.cli.console.ExitCode;
import io.benchstream.cli.console.Style;
import io.benchstream.relabel.labels.LabelSet;
import io.benchstream.relabel.rules.RelabelOutcome;
import io.benchstream.relabel.rules.RelabelRules;
import io.benchstream.relabel.rules.RelabelStep;
import io.benchstream.relabel.rules.RelabelTrace;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code benchstream check relabel}. */
@Command(
    name = "relabel",
    sortOptions = false,
    header = "Show what relabeling rules make of a label set, step by step.",
    description = {
      "",
      "With --json only the resulting label set is printed, or null where a rule drops it. Labels"
          + " that begin with __ are shown as the rules leave them; whoever applies the rules"
          + " removes them afterwards.",
      ""
    },
    footer = {
      "",
      "Exit codes: 0 the rules are right, whether they keep the set or not; 1 they are not.",
      "",
      "Examples:",
      "  benchstream check relabel --config rules.yml --labels '{\"__name__\":\"up\",\"job\":\"a\"}'",
      "  benchstream check relabel --config rules.yml --labels '{\"job\":\"a\"}' --json"
    })
public final class CheckRelabelCommand implements Callable<Integer> {
  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "A YAML list of rules, as under relabel_configs or metric_relabel_configs.")
  private Path config = Path.of("");

  @Option(
      names = "--labels",
      required = true,
      paramLabel = "JSON",
      description = "The label set: an object of names and values. A metric's name is __name__.")
  private String labels = "";

  @Mixin private final CommonOptions common = new CommonOptions();

  private final Console console;

  public CheckRelabelCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    LabelSet input = LabelSet.of(read(labels));
    RelabelRules rules = RuleFile.read(config);
    RelabelTrace trace = rules.trace(input);
    if (common.json()) {
      console.json(json(trace.result()), false);
    } else {
      show(trace);
    }
    return ExitCode.OK;
  }

  private static Map<String, String> read(String json) {
    JsonNode document;
    try {
      document =
          JsonMapper.builder()
              .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
              .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
              .build()
              .readTree(json);
    } catch (JsonProcessingException e) {
      throw CommandFailure.usage("--labels is not JSON: " + e.getOriginalMessage(), e);
    }
    if (!document.isObject()) {
      throw CommandFailure.usage("--labels must be an object such as {\"job\":\"a\"}", null);
    }
    Map<String, String> labels = new LinkedHashMap<>();
    document
        .properties()
        .forEach(
            label -> {
              if (!label.getValue().isTextual()) {
                throw CommandFailure.usage(
                    "--labels: the value of %s is %s; put it in quotes"
                        .formatted(label.getKey(), label.getValue()),
                    null);
              }
              labels.put(label.getKey(), label.getValue().textValue());
            });
    return labels;
  }

  private static JsonNode json(@org.jspecify.annotations.Nullable LabelSet labels) {
    if (labels == null) {
      return JsonNodeFactory.instance.nullNode();
    }
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    labels.toMap().forEach(node::put);
    return node;
  }

  private void show(RelabelTrace trace) {
    console.line("     " + trace.input());
    trace.steps().forEach(this::show);
    LabelSet result = trace.result();
    console.line(
        result == null
            ? console.style(Style.YELLOW, "not kept")
            : console.style(Style.GREEN, "kept") + " " + result);
  }

  private void show(RelabelStep step) {
    console.line("[%d]  %s".formatted(step.index(), step.rule().toMap()));
    if (!step.applies()) {
      console.line("     its `if` does not select this set");
    } else if (!step.rule().sourceLabels().isEmpty()) {
      console.line("     source: \"%s\"".formatted(step.source()));
    }
    LabelSet after = step.after();
    if (after != null) {
      console.line("     " + (step.isUnchanged() ? "unchanged" : after.toString()));
    } else {
      console.line(
          step.outcome() == RelabelOutcome.TOO_LARGE
              ? "     refused: the set becomes too large"
              : "     dropped");
    }
  }
}
