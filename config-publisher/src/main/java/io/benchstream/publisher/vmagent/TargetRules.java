package io.benchstream.publisher.vmagent;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.benchstream.schemas.RelabelConfig;
import io.benchstream.schemas.ScrapeSettings;
import io.benchstream.schemas.Target;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a target must fulfil to stand in a vmagent configuration: one that vmagent refuses would
 * keep it from all the others.
 */
final class TargetRules {
  private static final Pattern ADDRESS =
      Pattern.compile("(?:\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._-]+):([0-9]{1,5})");
  private static final Pattern LABEL_NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");
  private static final Pattern PATH = Pattern.compile("/[^\\s\\p{Cntrl}]*");
  private static final Set<String> SCHEMES = Set.of("http", "https");
  private static final long SHORTEST_INTERVAL_MS = 100;
  private static final long LONGEST_INTERVAL_MS = 86_400_000;

  private TargetRules() {}

  /** Why the target cannot stand in a vmagent configuration, if it cannot. */
  static Optional<String> refusal(Target target) {
    return addressRefusal(target)
        .or(() -> limits(target.getSettings()))
        .or(() -> HttpYaml.refusal(target.getSettings().getHttp()))
        .or(() -> relabeling(target.getSettings().getMetricRelabelConfigs()));
  }

  /** Why the target cannot stand in any list of targets, however it is scraped, if it cannot. */
  static Optional<String> addressRefusal(Target target) {
    return endpoint(target)
        .or(() -> labels(target.getLabels()))
        .or(() -> params(target.getParams()))
        .or(() -> timing(target.getSettings()));
  }

  private static Optional<String> endpoint(Target target) {
    Matcher address = ADDRESS.matcher(target.getAddress());
    if (!address.matches() || !isPort(Integer.parseInt(address.group(1)))) {
      return Optional.of("address '%s' is not host:port".formatted(target.getAddress()));
    }
    if (!SCHEMES.contains(target.getScheme())) {
      return Optional.of("scheme '%s' is neither http nor https".formatted(target.getScheme()));
    }
    if (!PATH.matcher(target.getPath()).matches() || !encodable(target.getPath())) {
      return Optional.of(
          "path '%s' does not begin with a slash or holds blanks".formatted(target.getPath()));
    }
    return Optional.empty();
  }

  private static boolean isPort(int number) {
    return number >= 1 && number <= 65_535;
  }

  private static Optional<String> labels(Map<String, String> labels) {
    for (Map.Entry<String, String> label : labels.entrySet()) {
      String name = label.getKey();
      if (!LABEL_NAME.matcher(name).matches()) {
        return Optional.of(
            "label name '%s' is not of the form [a-zA-Z_][a-zA-Z0-9_]*".formatted(name));
      }
      if (name.startsWith("__")) {
        return Optional.of(
            "label %s: names with two leading underscores steer the scrape itself; rename it"
                .formatted(name));
      }
      if (!encodable(label.getValue())) {
        return Optional.of("label %s: its value is not valid Unicode".formatted(name));
      }
    }
    return Optional.empty();
  }

  private static Optional<String> params(Map<String, List<String>> params) {
    for (Map.Entry<String, List<String>> param : params.entrySet()) {
      if (!encodable(param.getKey())
          || !param.getValue().stream().allMatch(TargetRules::encodable)) {
        return Optional.of("params: '%s' is not valid Unicode".formatted(param.getKey()));
      }
    }
    return Optional.empty();
  }

  private static Optional<String> timing(ScrapeSettings settings) {
    long interval = settings.getScrapeIntervalMs();
    if (interval < SHORTEST_INTERVAL_MS || interval > LONGEST_INTERVAL_MS) {
      return Optional.of(
          "scrape_interval_ms %d is outside %d to %d"
              .formatted(interval, SHORTEST_INTERVAL_MS, LONGEST_INTERVAL_MS));
    }
    long timeout = settings.getScrapeTimeoutMs();
    if (timeout < 1 || timeout > interval) {
      return Optional.of(
          "scrape_timeout_ms %d is outside 1 to the interval, %d".formatted(timeout, interval));
    }
    return Optional.empty();
  }

  private static Optional<String> limits(ScrapeSettings settings) {
    long samples = settings.getLimits().getSampleLimit();
    return samples < 0
        ? Optional.of("sample_limit %d is negative; 0 means none".formatted(samples))
        : Optional.empty();
  }

  private static Optional<String> relabeling(List<RelabelConfig> rules) {
    for (int i = 0; i < rules.size(); i++) {
      int number = i;
      Optional<String> refusal = RelabelYaml.refusal(rules.get(i));
      if (refusal.isPresent()) {
        return refusal.map(why -> "metric_relabel_configs[%d]: %s".formatted(number, why));
      }
    }
    return Optional.empty();
  }

  private static boolean encodable(String text) {
    return UTF_8.newEncoder().canEncode(text);
  }
}
