package io.benchstream.discovery.event;

import io.benchstream.relabel.labels.NameValidation;
import io.benchstream.relabel.rules.RelabelAction;
import io.benchstream.relabel.rules.RelabelException;
import io.benchstream.relabel.rules.RelabelRule;
import io.benchstream.relabel.selector.SelectorException;
import io.benchstream.relabel.selector.SeriesSelector;
import io.benchstream.schemas.HttpClientConfig;
import io.benchstream.schemas.RelabelConfig;
import io.benchstream.schemas.ScrapeLimits;
import io.benchstream.schemas.ScrapeSettings;
import io.benchstream.schemas.SecretRef;
import java.util.List;
import java.util.Map;

/** What scrape settings may say. */
final class SettingsRules {
  private static final long SHORTEST_INTERVAL_MS = 100;
  private static final long LONGEST_INTERVAL_MS = 86_400_000;

  private SettingsRules() {}

  static void check(String field, ScrapeSettings settings, Findings findings) {
    long interval = settings.getScrapeIntervalMs();
    findings.require(
        interval >= SHORTEST_INTERVAL_MS && interval <= LONGEST_INTERVAL_MS,
        field + ".scrape_interval_ms",
        interval,
        "is outside %d to %d".formatted(SHORTEST_INTERVAL_MS, LONGEST_INTERVAL_MS),
        "give the interval in milliseconds");
    long timeout = settings.getScrapeTimeoutMs();
    findings.require(
        timeout >= 1 && timeout <= interval,
        field + ".scrape_timeout_ms",
        timeout,
        "is outside 1 to the interval of " + interval,
        "give a timeout that is not longer than the interval");
    limits(field + ".limits", settings.getLimits(), findings);
    http(field + ".http", settings.getHttp(), findings);
    List<RelabelConfig> rules = settings.getMetricRelabelConfigs();
    for (int i = 0; i < rules.size(); i++) {
      relabeling("%s.metric_relabel_configs[%d]".formatted(field, i), rules.get(i), findings);
    }
  }

  private static void relabeling(String field, RelabelConfig rule, Findings findings) {
    try {
      var _ =
          new RelabelRule(
              rule.getSourceLabels(),
              rule.getSeparator(),
              rule.getRegex(),
              rule.getModulus(),
              rule.getTargetLabel(),
              rule.getReplacement(),
              RelabelAction.named(rule.getAction()),
              rule.getIf$() == null ? null : SeriesSelector.parse(rule.getIf$()),
              NameValidation.LEGACY);
    } catch (RelabelException e) {
      findings.require(
          false,
          e.path().isEmpty() ? field : field + "." + e.path(),
          rule.getAction(),
          "is a rule that Prometheus refuses: " + e.problem(),
          "correct it");
    } catch (SelectorException e) {
      findings.require(
          false,
          field + ".if",
          rule.getIf$(),
          "is no series selector",
          String.valueOf(e.getMessage()));
    }
  }

  private static void limits(String field, ScrapeLimits limits, Findings findings) {
    Map<String, Number> values =
        Map.of(
            "sample_limit", limits.getSampleLimit(),
            "label_limit", limits.getLabelLimit(),
            "label_name_length_limit", limits.getLabelNameLengthLimit(),
            "label_value_length_limit", limits.getLabelValueLengthLimit(),
            "body_size_limit", limits.getBodySizeLimit());
    values.forEach(
        (name, value) ->
            findings.require(
                value.longValue() >= 0,
                field + "." + name,
                value,
                "is negative",
                "give 0 for no limit"));
  }

  private static void http(String field, HttpClientConfig http, Findings findings) {
    findings.require(
        http.getBasicAuth() == null || http.getAuthorization() == null,
        field,
        "basic_auth and authorization",
        "exclude each other",
        "give one of them");
    if (http.getBasicAuth() != null) {
      secret(field + ".basic_auth.password", http.getBasicAuth().getPassword(), findings);
    }
    if (http.getAuthorization() != null) {
      secret(
          field + ".authorization.credentials", http.getAuthorization().getCredentials(), findings);
    }
    http.getHeaders().forEach((name, ref) -> secret(field + ".headers." + name, ref, findings));
  }

  private static void secret(String field, SecretRef ref, Findings findings) {
    findings.require(
        (ref.getFile() == null) != (ref.getEnv() == null),
        field,
        ref.getFile() == null ? "neither" : "both",
        "of file and env is set",
        "name exactly one place of the secret");
  }
}
