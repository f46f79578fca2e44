package io.benchstream.relabel.rules;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Random rules of vmagent's own actions, and others with its {@code if}. */
final class RandomVmagentRules {
  private static final List<String> NAMES = List.of("a", "b", "c", "ab", "foo", "foo_bar");
  private static final List<String> VALUES =
      List.of("foo", "bar", "foo", "foobar", "a.b.c", "x-y-z", "Ärger", "123", "aaa", "日本");
  private static final List<String> REGEXES =
      List.of(
          "foo", "o", "a|b", "[._-]", "(a)(b)?", "o+", "x*", "^a", "(.)o", "\\d", "foo_(.*)", "b$");
  private static final List<String> REPLACEMENTS =
      List.of("$1", "_", "x${1}x", "", "$0$0", "y", "${2}");
  private static final List<String> SELECTORS =
      List.of(
          "{a=\"foo\"}",
          "{a!=\"foo\"}",
          "{a=~\"foo|bar\"}",
          "{a!~\"f.*\"}",
          "{a=\"foo\",b!=\"bar\"}",
          "{a=~\".+\", c=\"\"}",
          "{ab=~\"o\"}",
          "{foo=~\"|foo.*\"}",
          "{c!~\"\"}",
          "{}",
          "{a=~'a\\\\.b.c'}",
          "{a=`foo`,}",
          "{ job = \"job\" }");

  private final Random random;

  RandomVmagentRules(Random random) {
    this.random = random;
  }

  Map<String, String> labels() {
    Map<String, String> labels = new LinkedHashMap<>();
    for (String name : NAMES) {
      if (random.nextInt(4) > 0) {
        labels.put(name, pick(VALUES));
      }
    }
    return labels;
  }

  Map<String, Object> rule() {
    Map<String, Object> rule = new LinkedHashMap<>();
    if (random.nextBoolean()) {
      rule.put("if", pick(SELECTORS));
    }
    String action =
        pick(
            List.of(
                "replace",
                "keep",
                "drop",
                "keep_if_equal",
                "drop_if_equal",
                "replace_all",
                "labelmap_all",
                "labeldrop"));
    rule.put("action", action);
    switch (action) {
      case "keep_if_equal", "drop_if_equal" ->
          rule.put("source_labels", List.of(pick(NAMES), pick(NAMES), pick(NAMES)));
      case "labelmap_all" -> {
        // Names that no other label has: on a collision vmagent keeps both.
        rule.put("regex", pick(List.of("o", "oo", "(f)o", "_", "foo_?", "b$")));
        rule.put("replacement", pick(List.of("Q", "${1}Q", "QQ")));
      }
      case "labeldrop" -> rule.put("regex", pick(List.of("a", "a.*", "foo_.*")));
      case "keep", "drop" -> {
        rule.put("source_labels", List.of(pick(NAMES)));
        rule.put("regex", pick(REGEXES));
      }
      default -> {
        rule.put("source_labels", List.of(pick(NAMES), pick(NAMES)));
        rule.put("target_label", pick(NAMES));
        rule.put("regex", pick(REGEXES));
        rule.put("replacement", pick(REPLACEMENTS));
      }
    }
    return rule;
  }

  private String pick(List<String> from) {
    return from.get(random.nextInt(from.size()));
  }
}
