package io.benchstream.cli.doctor;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.benchstream.cli.api.ApiClient;
import io.benchstream.cli.api.ApiOptions;
import io.benchstream.cli.console.CommandFailure;
import io.benchstream.cli.console.CommonOptions;
import io.benchstream.cli.console.Console;
import io.benchstream.cli.console.ExitCode;
import io.benchstream.cli.console.Style;
import io.benchstream.cli.doctor.Finding.Level;
import io.benchstream.cli.installation.InstallationOptions;
import io.benchstream.cli.installation.LocalState;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code benchstream doctor}. */
@Command(
    name = "doctor",
    sortOptions = false,
    header = "Check every part of an installation, and say what to do.",
    description = {
      "",
      "Looks at broker, topics and their settings, registry, store, vmagent, gateway, clocks,"
          + " targets, KPIs and versions. Changes nothing. Without options it looks at local mode;"
          + " elsewhere name the parts with --bootstrap-server, --registry, --store, --vmagent and"
          + " --api.",
      ""
    },
    footer = {
      "",
      "Exit codes: 0 all is well, warnings apart; 2 wrong command line; 3 a check failed.",
      "",
      "Examples:",
      "  benchstream doctor",
      "  benchstream doctor --json | jq '.findings[] | select(.level != \"ok\")'",
      "  benchstream doctor --bootstrap-server kafka:9092 \\",
      "    --registry http://registry:8080/apis/registry/v3 --store http://vm:8428 \\",
      "    --vmagent http://vmagent:8429 --api http://gateway:8002"
    })
public final class DoctorCommand implements Callable<Integer> {
  private static final String USUAL_GATEWAY = "http://127.0.0.1:8002";

  @Option(
      names = "--store",
      paramLabel = "URL",
      description = "The root of VictoriaMetrics' pages. Default: local mode's.")
  private @Nullable String store;

  @Option(
      names = "--vmagent",
      paramLabel = "URL",
      description =
          "The root of vmagent's pages. Default: only the configuration that local mode writes is"
              + " looked at.")
  private @Nullable String vmagent;

  @Mixin private final InstallationOptions installation = new InstallationOptions();
  @Mixin private final ApiOptions api = new ApiOptions();
  @Mixin private final CommonOptions common = new CommonOptions();

  private final Console console;
  private final Clock clock;

  public DoctorCommand(Console console, Clock clock) {
    this.console = console;
    this.clock = clock;
  }

  @Override
  public Integer call() {
    List<Finding> findings = findings();
    boolean well = findings.stream().noneMatch(finding -> finding.level() == Level.FAIL);
    if (common.json()) {
      console.json(json(findings, well), true);
    } else {
      findings.forEach(this::print);
    }
    return well ? ExitCode.OK : ExitCode.CHECK_FAILED;
  }

  private List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    findings.add(
        Finding.ok("version", "benchstream %s on Java %s".formatted(version(), Runtime.version())));
    Optional<LocalState> local = installation.localMode();
    look("broker");
    try {
      KafkaChecks kafka = new KafkaChecks(installation.kafka());
      findings.addAll(kafka.broker());
      look("registry");
      findings.addAll(kafka.registry());
    } catch (CommandFailure e) {
      if (e.exitCode() == ExitCode.USAGE) {
        throw e;
      }
      findings.add(Finding.fail("installation", e));
    }
    look("store");
    findings.addAll(stores(local));
    look("gateway");
    try (ApiClient client = api.client(local.map(LocalState::gatewayUrl).orElse(USUAL_GATEWAY))) {
      findings.addAll(new GatewayChecks(client, clock).all());
    }
    console.clearStatus();
    return findings;
  }

  private void look(String part) {
    console.status("  Looking at the %s ...".formatted(part));
  }

  private List<Finding> stores(Optional<LocalState> local) {
    StoreChecks checks = new StoreChecks(clock);
    List<Finding> findings = new ArrayList<>();
    String url = store == null ? local.map(LocalState::storeUrl).orElse("") : store;
    if (url.isEmpty()) {
      findings.add(
          Finding.warn("store", "it is not known where it is", "name it with --store URL"));
    } else {
      findings.addAll(checks.store(url));
    }
    if (vmagent != null) {
      findings.add(checks.vmagent(vmagent));
    } else if (local.isPresent()) {
      findings.add(checks.configuration(local.get().vmagentConfig()));
    } else {
      findings.add(
          Finding.warn(
              "vmagent",
              "it is not known where it is",
              "if there is one, name it with --vmagent URL"));
    }
    return findings;
  }

  private void print(Finding finding) {
    String level = finding.level().name().toLowerCase(Locale.ROOT);
    console.line(
        "%s  %-12s  %s"
            .formatted(
                console.style(finding.level().style(), "%-4s".formatted(level)),
                finding.check(),
                finding.words()));
    if (!finding.remedy().isEmpty()) {
      console.line(" ".repeat(20) + console.style(Style.BOLD, "→ ") + finding.remedy());
    }
  }

  private static ObjectNode json(List<Finding> findings, boolean well) {
    ObjectNode document = JsonNodeFactory.instance.objectNode().put("ok", well);
    ArrayNode list = document.putArray("findings");
    for (Finding finding : findings) {
      list.addObject()
          .put("check", finding.check())
          .put("level", finding.level().name().toLowerCase(Locale.ROOT))
          .put("message", finding.words())
          .put("remedy", finding.remedy());
    }
    return document;
  }

  private static String version() {
    Properties properties = new Properties();
    try (InputStream in =
        requireNonNull(DoctorCommand.class.getResourceAsStream("version.properties"))) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty("version", "unknown");
  }
}
