package io.benchstream.relabel.labels;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An immutable label set, sorted by name in the byte order of UTF-8, as remote write wants it. A
 * label with an empty value is the same as no label and is never held. Names are not validated: a
 * {@code labelmap} may make any name, and {@link #hasOnlyValidNames} tells.
 */
public final class LabelSet {
  /** The label that holds a metric's name. */
  public static final String METRIC_NAME = "__name__";

  private static final LabelSet EMPTY = new LabelSet(new String[0], new String[0]);

  // Owned by this object, of equal length, never written after construction.
  private final String[] names;
  private final String[] values;
  private final int hash;

  private LabelSet(String[] names, String[] values) {
    this.names = names;
    this.values = values;
    this.hash = 31 * Arrays.hashCode(names) + Arrays.hashCode(values);
  }

  public static LabelSet empty() {
    return EMPTY;
  }

  /** The set of name, value, name, value …; a later label replaces an earlier one of its name. */
  public static LabelSet of(String... namesAndValues) {
    if (namesAndValues.length % 2 != 0) {
      throw new IllegalArgumentException(
          "%d strings are not pairs of name and value; the last name has no value"
              .formatted(namesAndValues.length));
    }
    LabelBuilder builder = new LabelBuilder();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      builder.set(namesAndValues[i], namesAndValues[i + 1]);
    }
    return builder.toLabelSet();
  }

  public static LabelSet of(Map<String, String> labels) {
    LabelBuilder builder = new LabelBuilder();
    labels.forEach(builder::set);
    return builder.toLabelSet();
  }

  /** Takes the arrays over: they are sorted by name, without empty values, without duplicates. */
  static LabelSet ofSorted(String[] names, String[] values) {
    return names.length == 0 ? EMPTY : new LabelSet(names, values);
  }

  public int size() {
    return names.length;
  }

  public boolean isEmpty() {
    return names.length == 0;
  }

  /** The name at a position from 0 to {@code size() - 1}. */
  public String name(int position) {
    return names[position];
  }

  /** The value at a position from 0 to {@code size() - 1}. */
  public String value(int position) {
    return values[position];
  }

  /** The value of a label, empty where there is none of that name. */
  public String get(String name) {
    for (int i = 0; i < names.length; i++) {
      if (names[i].equals(name)) {
        return values[i];
      }
    }
    return "";
  }

  /**
   * The set without the labels that begin with {@code __}, {@code __name__} excepted. Relabeling
   * itself leaves them alone; whoever called it drops them when it is done.
   */
  public LabelSet withoutMetaLabels() {
    int kept = 0;
    for (String name : names) {
      kept += isMeta(name) ? 0 : 1;
    }
    if (kept == names.length) {
      return this;
    }
    String[] keptNames = new String[kept];
    String[] keptValues = new String[kept];
    int at = 0;
    for (int i = 0; i < names.length; i++) {
      if (!isMeta(names[i])) {
        keptNames[at] = names[i];
        keptValues[at++] = values[i];
      }
    }
    return ofSorted(keptNames, keptValues);
  }

  private static boolean isMeta(String name) {
    return name.startsWith("__") && !name.equals(METRIC_NAME);
  }

  /** Whether every label name, and the metric name where there is one, is valid. */
  public boolean hasOnlyValidNames(NameValidation validation) {
    for (int i = 0; i < names.length; i++) {
      if (!validation.isLabelName(names[i])
          || (names[i].equals(METRIC_NAME) && !validation.isMetricName(values[i]))) {
        return false;
      }
    }
    return true;
  }

  /** The labels in order of their names; cannot be modified. */
  public Map<String, String> toMap() {
    Map<String, String> map = new LinkedHashMap<>();
    for (int i = 0; i < names.length; i++) {
      map.put(names[i], values[i]);
    }
    return Collections.unmodifiableMap(map);
  }

  void copyInto(@Nullable String[] toNames, @Nullable String[] toValues) {
    System.arraycopy(names, 0, toNames, 0, names.length);
    System.arraycopy(values, 0, toValues, 0, values.length);
  }

  /**
   * Compares names by code point, which is the byte order of UTF-8. {@link String#compareTo}
   * differs: it puts characters beyond the basic plane before U+E000.
   */
  static int compareNames(String a, String b) {
    int common = Math.min(a.length(), b.length());
    for (int i = 0; i < common; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        return Character.isSurrogate(x) == Character.isSurrogate(y)
            ? Character.compare(x, y)
            : Character.isSurrogate(x) ? 1 : -1;
      }
    }
    return Integer.compare(a.length(), b.length());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LabelSet that
        && hash == that.hash
        && Arrays.equals(names, that.names)
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  /** Exposition syntax, for people: {@code {a="b",c="d"}}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("{");
    for (int i = 0; i < names.length; i++) {
      text.append(i == 0 ? "" : ",");
      if (NameValidation.LEGACY.isLabelName(names[i])) {
        text.append(names[i]);
      } else {
        LabelText.quote(text, names[i]);
      }
      text.append('=');
      LabelText.quote(text, values[i]);
    }
    return text.append('}').toString();
  }
}
