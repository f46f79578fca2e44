package io.benchstream.relabel.rules;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Prometheus' actions written down as plainly as possible, on a map and with Java's own regular
 * expressions, which agree with RE2 where neither surrogates nor the flags differ.
 */
final class ReferenceRelabeling {
  private final Map<String, String> base;
  private final Map<String, String> added = new LinkedHashMap<>();

  private ReferenceRelabeling(Map<String, String> labels) {
    base = new TreeMap<>(labels);
    base.values().removeIf(String::isEmpty);
  }

  /** What the rules make of the labels, or null where they drop them. */
  static @Nullable Map<String, String> apply(List<RelabelRule> rules, Map<String, String> labels) {
    ReferenceRelabeling current = new ReferenceRelabeling(labels);
    for (RelabelRule rule : rules) {
      if (!current.apply(rule)) {
        return null;
      }
    }
    return new TreeMap<>(current.all());
  }

  private Map<String, String> all() {
    Map<String, String> all = new LinkedHashMap<>(base);
    all.putAll(added);
    return all;
  }

  private String get(String name) {
    return all().getOrDefault(name, "");
  }

  private void set(String name, String value) {
    if (value.isEmpty()) {
      base.remove(name);
      added.remove(name);
    } else {
      base.remove(name);
      added.put(name, value);
    }
  }

  private boolean apply(RelabelRule rule) {
    String source =
        rule.sourceLabels().stream().map(this::get).collect(Collectors.joining(rule.separator()));
    Pattern pattern = Pattern.compile("\\A(?s:" + javaSyntax(rule.regex()) + ")\\z");
    boolean matches = pattern.matcher(source).find();
    switch (rule.action()) {
      case KEEP -> {
        return matches;
      }
      case DROP -> {
        return !matches;
      }
      case KEEPEQUAL -> {
        return source.equals(get(rule.targetLabel()));
      }
      case DROPEQUAL -> {
        return !source.equals(get(rule.targetLabel()));
      }
      case REPLACE -> {
        if (matches) {
          String name = expand(rule.targetLabel(), pattern, source);
          if (name.matches("[a-zA-Z_][a-zA-Z0-9_]*")) {
            set(name, expand(rule.replacement(), pattern, source));
          }
        }
      }
      case HASHMOD -> set(rule.targetLabel(), hashmod(source, rule.modulus()));
      case LOWERCASE ->
          set(
              rule.targetLabel(),
              mapped(source.codePoints().map(Character::toLowerCase).toArray()));
      case UPPERCASE ->
          set(
              rule.targetLabel(),
              mapped(source.codePoints().map(Character::toUpperCase).toArray()));
      case LABELMAP ->
          all()
              .forEach(
                  (name, value) -> {
                    if (pattern.matcher(name).find()) {
                      set(expand(rule.replacement(), pattern, name), value);
                    }
                  });
      case LABELDROP ->
          new ArrayList<>(all().keySet()).forEach(name -> removeIf(pattern, name, true));
      case LABELKEEP ->
          new ArrayList<>(all().keySet()).forEach(name -> removeIf(pattern, name, false));
      default -> throw new IllegalArgumentException(rule.action() + " is not Prometheus'");
    }
    return true;
  }

  private void removeIf(Pattern pattern, String name, boolean matching) {
    if (pattern.matcher(name).find() == matching) {
      set(name, "");
    }
  }

  private static String mapped(int[] codePoints) {
    return new String(codePoints, 0, codePoints.length);
  }

  private static String hashmod(String source, long modulus) {
    try {
      byte[] sum = MessageDigest.getInstance("MD5").digest(source.getBytes(StandardCharsets.UTF_8));
      BigInteger hash = new BigInteger(1, Arrays.copyOfRange(sum, 8, 16));
      return hash.mod(new BigInteger(Long.toUnsignedString(modulus))).toString();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String javaSyntax(String expression) {
    return expression.replace("(?P<", "(?<");
  }

  /** Go's expansion: $$, $name and ${name}, with the longest name there is. */
  private static String expand(String template, Pattern pattern, String source) {
    Matcher match = pattern.matcher(source);
    if (!match.find()) {
      throw new IllegalArgumentException("no match");
    }
    Matcher reference =
        Pattern.compile("\\$(?:(\\$)|([\\p{L}\\p{Nd}_]+)|\\{([\\p{L}\\p{Nd}_]+)})")
            .matcher(template);
    return reference.replaceAll(
        found -> {
          if (found.group(1) != null) {
            return Matcher.quoteReplacement("$");
          }
          String name = found.group(2) != null ? found.group(2) : found.group(3);
          return Matcher.quoteReplacement(group(match, name));
        });
  }

  private static String group(Matcher match, String name) {
    @Nullable String text = null;
    if (name.matches("0|[1-9][0-9]{0,5}")) {
      int number = Integer.parseInt(name);
      text = number <= match.groupCount() ? match.group(number) : null;
    } else if (match.namedGroups().containsKey(name)) {
      text = match.group(name);
    }
    return text == null ? "" : text;
  }
}
