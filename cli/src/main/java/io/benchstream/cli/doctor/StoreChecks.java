package io.benchstream.cli.doctor;

import io.benchstream.cli.console.CommandFailure;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** VictoriaMetrics and vmagent. */
final class StoreChecks {
  private static final String STORE = "store";
  private static final String VMAGENT = "vmagent";

  private final Clock clock;

  StoreChecks(Clock clock) {
    this.clock = clock;
  }

  /** The store, and its clock: it tells the time with every answer. */
  List<Finding> store(String url) {
    Instant before = clock.instant();
    Page metrics = Page.get(below("--store", url, "metrics"));
    Instant after = clock.instant();
    if (!metrics.ok()) {
      return List.of(
          Finding.fail(
              STORE,
              "%s %s".formatted(url, metrics.fault()),
              "see that VictoriaMetrics runs there, and that --store is its root"));
    }
    List<Finding> findings = new ArrayList<>();
    findings.add(
        Finding.ok(
            STORE,
            "VictoriaMetrics %s at %s".formatted(metrics.version().orElse("(unnamed)"), url)));
    OptionalDouble readOnly = metrics.metric("vm_storage_is_read_only\\{[^}]*\\}");
    if (readOnly.isPresent() && readOnly.getAsDouble() > 0) {
      findings.add(
          Finding.fail(STORE, "its disk is full, it takes nothing in", "give it more room"));
    }
    Instant date = metrics.date();
    if (date != null) {
      findings.add(ClockCheck.compare("store's clock", date, before, after, Duration.ofSeconds(1)));
    }
    return findings;
  }

  /** A vmagent that runs. */
  Finding vmagent(String url) {
    Page metrics = Page.get(below("--vmagent", url, "metrics"));
    if (!metrics.ok()) {
      return Finding.fail(
          VMAGENT,
          "%s %s".formatted(url, metrics.fault()),
          "see that vmagent runs there, and that --vmagent is its root");
    }
    String version = metrics.version().orElse("(unnamed)");
    OptionalDouble reloaded = metrics.metric("vm_promscrape_config_last_reload_successful");
    if (reloaded.isEmpty()) { // Debian's, of 2022, does not have it
      return Finding.ok(
          VMAGENT,
          "version %s at %s answers; it does not tell whether it took its last configuration"
              .formatted(version, url));
    }
    if (reloaded.getAsDouble() == 0) {
      return Finding.fail(
          VMAGENT,
          "version %s at %s refused its last configuration".formatted(version, url),
          "its log says why; benchstream_vmagent_refused_target of the config publisher says which"
              + " target");
    }
    return Finding.ok(VMAGENT, "version %s at %s runs its configuration".formatted(version, url));
  }

  /** The configuration that a local mode writes for one. */
  Finding configuration(String file) {
    return Files.isReadable(Path.of(file))
        ? Finding.ok(VMAGENT, "its configuration stands in " + file)
        : Finding.warn(
            VMAGENT,
            "there is no configuration for one in " + file,
            "see benchstream.log in the data directory: the config publisher writes it");
  }

  private static URI below(String option, String url, String path) {
    try {
      URI page = URI.create(url.replaceFirst("/+$", "") + "/" + path);
      if (page.getHost() != null && String.valueOf(page.getScheme()).matches("https?")) {
        return page;
      }
    } catch (IllegalArgumentException e) {
      // told below
    }
    throw CommandFailure.usage(
        "%s '%s' is not an address; write for example http://127.0.0.1:8428".formatted(option, url),
        null);
  }
}
