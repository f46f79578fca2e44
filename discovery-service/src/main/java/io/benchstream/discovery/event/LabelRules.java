package io.benchstream.discovery.event;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What labels may look like, and which of them nobody but Benchstream sets. */
public final class LabelRules {
  /** Every KPI reads its scope from these; so they say what they say everywhere. */
  public static final Set<String> OWN = Set.of("cluster", "job");

  /** Set from the address; an endpoint, being one target, may set its own. */
  public static final String INSTANCE = "instance";

  private static final int MOST = 64;
  private static final int LONGEST_NAME = 128;
  private static final int LONGEST_VALUE = 1024;

  private static final Pattern NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");

  private LabelRules() {}

  /** What is wrong with the name of a label that somebody wants to set; empty if nothing is. */
  public static Optional<String> nameProblem(String name) {
    if (!NAME.matcher(name).matches() || name.length() > LONGEST_NAME) {
      return Optional.of(
          "is not a label name of [a-zA-Z_][a-zA-Z0-9_]* and at most 128 characters");
    }
    if (name.startsWith("__")) {
      return Optional.of("begins with __, which is reserved");
    }
    return OWN.contains(name)
        ? Optional.of("is set by Benchstream from the resource")
        : Optional.empty();
  }

  /** Labels of a resource: they go on several targets. */
  static void checkShared(String field, Map<String, String> labels, Findings findings) {
    findings.require(
        !labels.containsKey(INSTANCE),
        field + "." + INSTANCE,
        labels.getOrDefault(INSTANCE, ""),
        "would give all targets the same instance",
        "set it on the endpoint");
    check(field, labels, findings);
  }

  static void check(String field, Map<String, String> labels, Findings findings) {
    findings.require(
        labels.size() <= MOST,
        field,
        labels.size() + " labels",
        "is more than " + MOST,
        "leave out what no query asks for");
    labels.forEach((name, value) -> check(field + "." + name, name, value, findings));
  }

  private static void check(String field, String name, String value, Findings findings) {
    nameProblem(name)
        .ifPresent(
            problem ->
                findings.require(
                    false, field, name, problem, "rename it, for example to exported_" + name));
    findings.require(
        value.length() <= LONGEST_VALUE,
        field,
        value,
        "has %d characters, the limit is %d".formatted(value.length(), LONGEST_VALUE),
        "shorten it or make it an attribute");
    TextRules.check(field, value, findings);
  }
}
