package io.benchstream.cli.sessions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.benchstream.cli.api.ApiClient;
import io.benchstream.cli.api.ApiOptions;
import io.benchstream.cli.api.ApiPath;
import io.benchstream.cli.api.ApiReply;
import io.benchstream.cli.console.CommandFailure;
import io.benchstream.cli.console.CommonOptions;
import io.benchstream.cli.console.Console;
import io.benchstream.cli.console.ExitCode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code benchstream session add-target}. */
@Command(
    name = "add-target",
    sortOptions = false,
    header = "Register targets with a session.",
    description = {
      "",
      "What is named with --target is scraped from now on, until the session ends. Without"
          + " --target, but with --cluster, the job is one that lifecycle events tell of.",
      ""
    },
    footer = {
      "",
      "Exit codes: 0 registered; 1 refused, or no gateway; 2 wrong command line.",
      "",
      "Examples:",
      "  benchstream session add-target bench01 --job serve-1 --target vllm=10.0.0.7:8000",
      "  benchstream session add-target bench01 --job serve-1 --interval 1s \\",
      "    --target vllm=10.0.0.7:8000 --target node=10.0.0.7:9100 --target dcgm=10.0.0.7:9400",
      "  benchstream session add-target bench01 --job train-7 --cluster lab"
    })
public final class SessionAddTargetCommand implements Callable<Integer> {
  @Parameters(paramLabel = "ID", description = "The session.")
  private String id = "";

  @Option(
      names = "--job",
      paramLabel = "ID",
      required = true,
      description = "The job that the targets belong to.")
  private String job = "";

  @Mixin private final TargetOptions targets = new TargetOptions();

  @Option(
      names = "--cluster",
      paramLabel = "ID",
      description = "The job's cluster. Default, with --target: the session's id.")
  private @Nullable String cluster;

  @Option(
      names = "--label",
      paramLabel = "NAME=VALUE",
      description = "A label of every series; may be given again.")
  private Map<String, String> labels = new LinkedHashMap<>();

  @Mixin private final ApiOptions api = new ApiOptions();
  @Mixin private final CommonOptions common = new CommonOptions();

  private final Console console;

  public SessionAddTargetCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    if (targets.none() && cluster == null) {
      throw CommandFailure.usage(
          "--target is needed, or --cluster where lifecycle events tell of the job", null);
    }
    if (targets.none() && (targets.hasInterval() || !labels.isEmpty())) {
      throw CommandFailure.usage(
          "--interval and --label go with --target only; events say how their job is scraped",
          null);
    }
    List<ObjectNode> bodies = targets.bodies(job, cluster, null, labels);
    ArrayNode registered = JsonNodeFactory.instance.arrayNode();
    try (ApiClient client = api.client()) {
      for (ObjectNode body : bodies) {
        ApiReply reply = client.post(ApiPath.of("sessions", id, "targets"), body);
        registered.add(reply.body());
        if (!common.json()) {
          tell(reply);
        }
      }
    }
    if (common.json()) {
      console.json(registered, true);
    }
    return ExitCode.OK;
  }

  private void tell(ApiReply reply) {
    JsonNode target = reply.body();
    String what = reply.created() ? "registered" : "stands there already";
    String job = target.path("cluster").asText() + "/" + target.path("job_id").asText();
    JsonNode addresses = target.path("scrape_config").path("targets");
    if (addresses.isEmpty()) {
      console.line("%s %s".formatted(job, what));
    }
    for (JsonNode address : addresses) {
      console.line(
          "%s %s %s %s"
              .formatted(job, target.path("target_type").asText(), address.asText(), what));
    }
  }
}
