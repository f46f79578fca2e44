package io.benchstream.discovery.event;

import io.benchstream.schemas.Endpoint;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What an announced endpoint may say. */
final class EndpointRules {
  static final Pattern KIND = Pattern.compile("[a-z0-9][a-z0-9_-]{0,62}");
  static final String KIND_REMEDY = "use 1 to 63 of [a-z0-9_-], for example ray-node";

  private static final Set<String> SCHEMES = Set.of("http", "https");
  private static final int LONGEST_PATH = 2048;

  private EndpointRules() {}

  static void check(String field, Endpoint endpoint, Findings findings) {
    String kind = endpoint.getKind();
    findings.require(
        kind.isEmpty() || KIND.matcher(kind).matches(),
        field + ".kind",
        kind,
        "is not a kind",
        KIND_REMEDY);
    findings.require(
        SCHEMES.contains(endpoint.getScheme()),
        field + ".scheme",
        endpoint.getScheme(),
        "is not a scheme that can be scraped",
        "write http or https");
    Addresses.problem(endpoint.getAddress())
        .ifPresent(
            problem ->
                findings.require(
                    false,
                    field + ".address",
                    endpoint.getAddress(),
                    problem,
                    "write host:port, for example 10.0.0.2:8080 or [2001:db8::2]:8080"));
    path(field + ".path", endpoint.getPath(), findings);
    endpoint
        .getParams()
        .forEach((name, values) -> params(field + ".params." + name, name, values, findings));
    LabelRules.check(field + ".labels", endpoint.getLabels(), findings);
    if (endpoint.getSettings() != null) {
      SettingsRules.check(field + ".settings", endpoint.getSettings(), findings);
    }
  }

  private static void path(String field, String path, Findings findings) {
    findings.require(
        path.startsWith("/"), field, path, "does not begin with a slash", "write /metrics");
    findings.require(
        path.indexOf('?') < 0 && path.indexOf('#') < 0,
        field,
        path,
        "holds a query or a fragment",
        "put the query into params");
    findings.require(
        path.length() <= LONGEST_PATH && path.indexOf(' ') < 0,
        field,
        path,
        "holds a blank or more than %d characters".formatted(LONGEST_PATH),
        "encode blanks as %20");
    TextRules.check(field, path, findings);
  }

  private static void params(String field, String name, List<String> values, Findings findings) {
    findings.require(!name.isEmpty(), field, name, "is no name", "name the parameter");
    TextRules.check(field, name, findings);
    values.forEach(value -> TextRules.check(field, value, findings));
  }
}
