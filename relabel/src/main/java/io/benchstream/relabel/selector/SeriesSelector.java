package io.benchstream.relabel.selector;

import io.benchstream.relabel.labels.LabelBuilder;
import io.benchstream.relabel.labels.LabelSet;
import java.util.ArrayList;
import java.util.List;

/**
 * A series selector: alternatives, each of conditions that all must hold. Written as in PromQL,
 * {@code name{a="b",c!="d",e=~"..",f!~".."}}, and with MetricsQL's {@code or} within the braces,
 * {@code {a="b" or c="d"}}.
 */
public final class SeriesSelector {
  private final List<List<LabelMatcher>> alternatives;

  SeriesSelector(List<List<LabelMatcher>> alternatives) {
    // One alternative without conditions selects everything, whatever the others are.
    boolean all = alternatives.stream().anyMatch(List::isEmpty);
    this.alternatives = all ? List.of(List.of()) : alternatives.stream().map(List::copyOf).toList();
  }

  /**
   * Reads a selector.
   *
   * @throws SelectorException with the column and what was expected there
   */
  public static SeriesSelector parse(String text) {
    return new SelectorParser(text).parse();
  }

  /**
   * The selector of what any of {@code selectors} selects.
   *
   * @throws IllegalArgumentException where there is none
   */
  public static SeriesSelector anyOf(List<SeriesSelector> selectors) {
    if (selectors.isEmpty()) {
      throw new IllegalArgumentException("0 selectors select nothing; at least 1 is needed");
    }
    List<List<LabelMatcher>> all = new ArrayList<>();
    selectors.forEach(selector -> all.addAll(selector.alternatives));
    return new SeriesSelector(all);
  }

  /** The alternatives, and the conditions of each. */
  public List<List<LabelMatcher>> alternatives() {
    return alternatives;
  }

  public boolean matches(LabelSet labels) {
    for (int i = 0; i < alternatives.size(); i++) {
      if (allMatch(alternatives.get(i), labels)) {
        return true;
      }
    }
    return false;
  }

  public boolean matches(LabelBuilder labels) {
    for (int i = 0; i < alternatives.size(); i++) {
      if (allMatch(alternatives.get(i), labels)) {
        return true;
      }
    }
    return false;
  }

  private static boolean allMatch(List<LabelMatcher> matchers, LabelSet labels) {
    for (int i = 0; i < matchers.size(); i++) {
      if (!matchers.get(i).matches(labels)) {
        return false;
      }
    }
    return true;
  }

  private static boolean allMatch(List<LabelMatcher> matchers, LabelBuilder labels) {
    for (int i = 0; i < matchers.size(); i++) {
      if (!matchers.get(i).matches(labels)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SeriesSelector that && alternatives.equals(that.alternatives);
  }

  @Override
  public int hashCode() {
    return alternatives.hashCode();
  }

  /** The selector in one text, which {@link #parse} reads to an equal selector. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    List<LabelMatcher> first = alternatives.getFirst();
    boolean named =
        alternatives.size() == 1 && !first.isEmpty() && first.getFirst().isPlainMetricName();
    if (named) {
      text.append(first.getFirst().value());
      if (first.size() == 1) {
        return text.toString();
      }
    }
    text.append('{');
    for (int i = 0; i < alternatives.size(); i++) {
      text.append(i == 0 ? "" : " or ");
      List<LabelMatcher> matchers = alternatives.get(i);
      for (int j = named ? 1 : 0; j < matchers.size(); j++) {
        matchers.get(j).appendTo(text);
        text.append(j + 1 < matchers.size() ? "," : "");
      }
    }
    return text.append('}').toString();
  }
}
