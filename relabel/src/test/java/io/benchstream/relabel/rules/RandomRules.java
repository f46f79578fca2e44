package io.benchstream.relabel.rules;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Random rules and label sets, made of pieces that meet each other often. */
final class RandomRules {
  private static final String[] NAMES = {
    "a", "b", "c", "ab", "a1", "foo", "foo_bar", "__tmp", "__meta_k_x", "__meta_k_y", "bar_foo"
  };
  private static final String[] VALUES = {
    "foo",
    "bar",
    "foobar",
    "foo-bar",
    "barfoo",
    "a;b",
    "10.0.0.1:80",
    "x=1,y=2",
    "Ärger",
    "ß",
    "İstanbul",
    "ΣΑΣ",
    "Иван",
    "123",
    "0",
    "True",
    "foo_bar_baz",
    "a",
    "aaa",
    "a.b",
    "$1",
    "{x}",
    "some-name-value",
    " ",
    "ǅ",
    "日本",
    "😀",
    "a😀b",
    "f(o)o|x",
    "back\\slash",
    "-"
  };
  private static final String[] REGEXES = {
    "(.*)",
    ".*",
    "(.+)",
    ".+",
    "",
    "foo",
    "foo|bar",
    "(foo|bar)",
    "(?:foo|bar)",
    "foo.*",
    "foo(.*)",
    "foo(.+)",
    "(.*)foo",
    "(.+)bar",
    ".*o.*",
    ".+o.+",
    ".*(o).*",
    "f(.*)r",
    "f.+r",
    "__meta_k_(.+)",
    "__meta_k_(x)",
    "__meta_.*",
    "(__meta_k)_(.*)",
    "a.*|b.*",
    "(a.*|b.*)",
    "a(.*)|b",
    "a|b|c|ab|foo|foo_bar|__tmp",
    "(a)(b)?",
    "(a*)(a*)",
    "(a|ab)(c|b)?",
    "(.*?)-(.*)",
    "(.*)-(.*)",
    "(.+);(.+)",
    "(.*);(.*)",
    "(?P<n>.*)[;-](?P<m>.*)",
    "(?P<n>[a-z]+).*",
    "(?i)FOO.*",
    "(?i:B)(.*)",
    "[a-c]+",
    "[^a]*",
    "\\d+",
    "(\\d+).*",
    "\\w+",
    "([^:]+)(?::\\d+)?",
    "(.*):(\\d+)",
    "a\\.b",
    "\\$1",
    "^foo$",
    "^(foo)",
    "foo$|^bar",
    "x=(\\d),y=(\\d)",
    "\\p{Lu}.*",
    "..?",
    "(.)(.*)",
    "a{2,3}",
    "some-([^-]+)-([^,]+)",
    "(?:.+,|^)x:(/[^,]+).*",
    "(true|false|True)",
    ".*\\bfoo\\b.*",
    "(?s).*",
    "(a)|(b)",
    "(|foo)",
    "foo|",
    "|",
    "()",
    "f\\(o\\)o\\|x",
    "back\\\\(.*)",
    "(\\-)",
    "日(.*)",
    "(😀)",
    ".😀."
  };
  private static final String[] REPLACEMENTS = {
    "$1",
    "${1}",
    "$0",
    "$2",
    "$2-$1",
    "${1}${2}",
    "x$1x",
    "${1}x",
    "$$",
    "$$1",
    "${n}",
    "$n",
    "$m$n",
    "lit",
    "",
    "$",
    "${",
    "${}",
    "$9",
    "a$",
    "$01",
    "${1",
    "$-",
    "Ä$1",
    "$1Ä",
    "a b",
    "${0}_${1}"
  };
  private static final String[] TARGETS = {
    "t",
    "a",
    "b",
    "foo",
    "__tmp",
    "t2",
    "${1}",
    "x_$1",
    "${1}_${2}",
    "${n}_x",
    "$2",
    "a$0",
    "x${9}",
    "t$1",
    "_$$"
  };
  private static final String[] SEPARATORS = {";", ";", "", "-", ":", ";;", "ß", "$"};
  private static final String[] ACTIONS = {
    "replace",
    "replace",
    "replace",
    "replace",
    "keep",
    "drop",
    "keepequal",
    "dropequal",
    "hashmod",
    "labelmap",
    "labelmap",
    "labeldrop",
    "labelkeep",
    "lowercase",
    "uppercase"
  };
  private static final String[] SELECTORS = {
    "{}",
    "foo",
    "{a=\"foo\"}",
    "{a!=\"foo\",b=~\"b.*\"}",
    "{c!~\".+\"}",
    "{a=\"foo\" or b=\"bar\"}",
    "{foo=~\"foo|bar|\"}",
    "{__tmp=\"\"}"
  };

  private final Random random;

  RandomRules(Random random) {
    this.random = random;
  }

  /** From no label to one of each name; values at random. */
  Map<String, String> labels() {
    Map<String, String> labels = new LinkedHashMap<>();
    int density = 1 + random.nextInt(NAMES.length);
    for (String name : NAMES) {
      if (random.nextInt(NAMES.length) < density) {
        labels.put(name, pick(VALUES));
      }
    }
    return labels;
  }

  /** Up to {@code most} rules; some of them nobody accepts. */
  List<Map<String, Object>> rules(int most) {
    List<Map<String, Object>> rules = new ArrayList<>();
    int count = 1 + random.nextInt(most);
    for (int i = 0; i < count; i++) {
      rules.add(rule());
    }
    return rules;
  }

  /** A rule with the fields that its action wants, mostly. */
  Map<String, Object> rule() {
    Map<String, Object> rule = new LinkedHashMap<>();
    String action = pick(ACTIONS);
    boolean byName = action.startsWith("label");
    boolean compares = action.endsWith("equal");
    boolean writes =
        action.equals("replace") || action.equals("hashmod") || action.endsWith("case") || compares;
    if (byName ? rarely() : mostly()) {
      rule.put("source_labels", sourceLabels());
    }
    if ((byName || compares) ? rarely() : random.nextInt(3) == 0) {
      rule.put("separator", pick(SEPARATORS));
    }
    if (compares ? rarely() : random.nextInt(6) > 0) {
      rule.put("regex", pick(REGEXES));
    }
    if (action.equals("hashmod") ? mostly() : rarely()) {
      rule.put("modulus", random.nextInt(4) == 0 ? random.nextInt() >>> 1 : random.nextInt(20));
    }
    if (writes ? mostly() : rarely()) {
      boolean literal = !action.equals("replace") && mostly();
      rule.put("target_label", literal ? pick(NAMES) : pick(TARGETS));
    }
    if ((action.equals("replace") || action.equals("labelmap"))
        ? random.nextInt(4) > 0
        : rarely()) {
      rule.put(
          "replacement",
          action.equals("labelmap") && mostly() ? pick(TARGETS) : pick(REPLACEMENTS));
    }
    if (!action.equals("replace") || rarely()) {
      rule.put("action", rarely() ? action.toUpperCase(java.util.Locale.ROOT) : action);
    }
    return rule;
  }

  /** vmagent's {@code if}. */
  String selector() {
    return pick(SELECTORS);
  }

  private List<String> sourceLabels() {
    List<String> labels = new ArrayList<>();
    int count = 1 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      labels.add(pick(NAMES));
    }
    return labels;
  }

  private boolean mostly() {
    return random.nextInt(25) > 0;
  }

  private boolean rarely() {
    return random.nextInt(25) == 0;
  }

  private String pick(String[] from) {
    return from[random.nextInt(from.length)];
  }
}
