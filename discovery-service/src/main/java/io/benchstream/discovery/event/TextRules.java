package io.benchstream.discovery.event;

/** What no text that reaches a series or a scrape configuration may hold. */
final class TextRules {
  private TextRules() {}

  static void check(String field, String value, Findings findings) {
    findings.require(
        value.chars().noneMatch(c -> c < ' ' || c == 0x7f),
        field,
        value,
        "holds a control character",
        "remove it");
    findings.require(
        wellFormed(value), field, value, "is not valid Unicode", "remove the unpaired surrogate");
    // vmagent replaces %{NAME} by an environment variable, which may be a secret of its host.
    findings.require(
        !value.contains("%{"),
        field,
        value,
        "holds %{, which vmagent takes for an environment variable",
        "write it differently");
  }

  private static boolean wellFormed(String value) {
    return value.codePoints().noneMatch(c -> c >= 0xd800 && c <= 0xdfff);
  }
}
