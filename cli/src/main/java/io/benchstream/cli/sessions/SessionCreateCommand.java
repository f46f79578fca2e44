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
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code benchstream session create}. */
@Command(
    name = "create",
    sortOptions = false,
    header = "Open a session.",
    description = {
      "",
      "It begins now. The same command again changes nothing; another one with the same id is"
          + " refused.",
      ""
    },
    footer = {
      "",
      "Exit codes: 0 it is open; 1 refused, or no gateway; 2 wrong command line.",
      "",
      "Examples:",
      "  benchstream session create bench01",
      "  benchstream session create bench01 --label model=llama-3-8b --label commit=a1b2c3d",
      "  benchstream session create bench01 --select team=serving --job lab/serve-1"
    })
public final class SessionCreateCommand implements Callable<Integer> {
  @Parameters(paramLabel = "ID", description = "1 to 253 of [A-Za-z0-9._-].")
  private String id = "";

  @Option(
      names = "--label",
      paramLabel = "NAME=VALUE",
      description = "A label of the session; may be given again.")
  private Map<String, String> labels = new LinkedHashMap<>();

  @Option(
      names = "--job",
      paramLabel = "CLUSTER/JOB",
      description = "A job that lifecycle events tell of; may be given again.")
  private List<String> jobs = List.of();

  @Option(
      names = "--select",
      paramLabel = "NAME=VALUE",
      description = "Jobs with this label belong to it; given again, with all of them.")
  private Map<String, String> selector = new LinkedHashMap<>();

  @Mixin private final ApiOptions api = new ApiOptions();
  @Mixin private final CommonOptions common = new CommonOptions();

  private final Console console;

  public SessionCreateCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    try (ApiClient client = api.client()) {
      ApiReply reply = client.post(ApiPath.of("sessions"), body(id, labels, jobs, selector));
      requireOpen(reply.body());
      if (common.json()) {
        console.json(reply.body(), true);
      } else {
        console.line(
            "%s %s"
                .formatted(
                    reply.body().path("session_id").asText(),
                    reply.created() ? "opened" : "is open already"));
      }
      return ExitCode.OK;
    }
  }

  /**
   * Refuses a session that was there already and has ended.
   *
   * @param session as the gateway tells it
   */
  public static void requireOpen(JsonNode session) {
    if (!session.path("state").asText().equals("open")) {
      String id = session.path("session_id").asText();
      throw new CommandFailure(
          "session '%s' ended at %s; choose another id, or delete it with `benchstream session delete %s`"
              .formatted(id, session.path("end_time").asText(), id));
    }
  }

  /** What opens a session. */
  public static ObjectNode body(
      String id, Map<String, String> labels, List<String> jobs, Map<String, String> selector) {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("session_id", id);
    put(body, "labels", labels);
    put(body, "selector", selector);
    if (!jobs.isEmpty()) {
      ArrayNode names = body.putArray("jobs");
      jobs.forEach(names::add);
    }
    return body;
  }

  private static void put(ObjectNode body, String name, Map<String, String> pairs) {
    if (!pairs.isEmpty()) {
      ObjectNode object = body.putObject(name);
      new TreeMap<>(pairs).forEach(object::put);
    }
  }
}
