package io.benchstream.cli.check;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.benchstream.cli.console.CommandFailure;
import io.benchstream.cli.console.CommonOptions;
import io.benchstream.cli.console.Console;
import io.benchstream.cli.console.ExitCode;
import io.benchstream.cli.console.Style;
import io.benchstream.discovery.http.HttpPages;
import io.benchstream.discovery.kubernetes.InformerTargets;
import io.benchstream.discovery.prometheus.PopulatedTarget;
import io.benchstream.discovery.prometheus.ScrapeConfigException;
import io.benchstream.discovery.prometheus.ScrapeFileReader;
import io.benchstream.discovery.prometheus.TargetCheck;
import io.benchstream.relabel.labels.LabelSet;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code benchstream check targets}. */
@Command(
    name = "targets",
    sortOptions = false,
    header = "Show what becomes of the targets of a Prometheus or vmagent configuration.",
    description = {
      "",
      "Finds the targets of its scrape_configs (static_configs, file_sd_configs, http_sd_configs,"
          + " kubernetes_sd_configs), applies relabel_configs, and shows their labels. Nothing is"
          + " scraped or announced.",
      "With --json the list has the form of `promtool check service-discovery`:"
          + " [{\"discoveredLabels\":{...},\"labels\":{...}}], with empty labels for a target that"
          + " is dropped.",
      ""
    },
    footer = {
      "",
      "Exit codes: 0 all of the file can be used; 1 it cannot be read; 3 a part of it cannot be"
          + " used: that is told on standard error.",
      "",
      "Examples:",
      "  benchstream check targets --config prometheus.yml",
      "  benchstream check targets --config prometheus.yml --job node --json"
    })
public final class CheckTargetsCommand implements Callable<Integer> {
  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "The configuration file of Prometheus or vmagent.")
  private Path config = Path.of("");

  @Option(
      names = "--job",
      paramLabel = "NAME",
      description = "Only the scrape_config with this job_name.")
  private @Nullable String job;

  @Mixin private final CommonOptions common = new CommonOptions();

  private final Console console;

  public CheckTargetsCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws InterruptedException {
    TargetCheck.Result result;
    try (HttpPages pages = new HttpPages()) {
      result =
          new TargetCheck(new ScrapeFileReader(true), pages, InformerTargets::open)
              .check(config, Optional.ofNullable(job));
    } catch (ScrapeConfigException e) {
      throw new CommandFailure(e.words(), e);
    }
    if (common.json()) {
      console.json(json(result), true);
    } else {
      result.jobs().forEach(this::show);
    }
    boolean right = result.problems().isEmpty();
    for (TargetCheck.Job checked : result.jobs()) {
      for (PopulatedTarget target : checked.targets()) {
        if (!target.error().isEmpty()) {
          right = false;
          console.note(
              "job '%s': a target is left out: %s".formatted(checked.name(), target.error()));
        }
      }
    }
    result.problems().forEach(console::note);
    return right ? ExitCode.OK : ExitCode.CHECK_FAILED;
  }

  private static ArrayNode json(TargetCheck.Result result) {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    for (TargetCheck.Job checked : result.jobs()) {
      for (PopulatedTarget target : checked.targets()) {
        ObjectNode node = list.addObject();
        node.set("discoveredLabels", json(target.discovered()));
        node.set("labels", json(target.labels()));
        if (!target.error().isEmpty()) {
          node.put("error", target.error());
        }
      }
    }
    return list;
  }

  private static ObjectNode json(LabelSet labels) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    labels.toMap().forEach(node::put);
    return node;
  }

  private void show(TargetCheck.Job checked) {
    long kept = checked.targets().stream().filter(PopulatedTarget::kept).count();
    console.line(
        "%s: %d targets, %d dropped"
            .formatted(checked.name(), kept, checked.targets().size() - kept));
    for (PopulatedTarget target : checked.targets()) {
      console.line(
          target.kept()
              ? "  " + console.style(Style.GREEN, "kept") + "    " + target.labels()
              : "  " + console.style(Style.DIM, "dropped") + " " + target.discovered());
    }
  }
}
