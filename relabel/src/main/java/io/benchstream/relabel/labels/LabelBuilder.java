package io.benchstream.relabel.labels;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A mutable label set that is used again and again by one thread.
 *
 * <p>Hot path, once per series. Layout: the labels of the base set in their order, then those that
 * were set since, in the order of their first setting. A label of the base that is set or removed
 * leaves an empty place behind, so that {@link #snapshot} visits labels in the order in which
 * Prometheus' builder does: where two labels are mapped to one name, that order decides who wins.
 *
 * <p>Bounded: a rule that doubles a value or the number of labels, some dozen times over, would
 * otherwise take any memory there is. A change beyond the bounds is not made and {@link #tooLarge}
 * says so.
 */
public final class LabelBuilder {
  /** Most characters that names and values may have together. */
  public static final int MAX_CHARS = 1 << 20;

  /** Most labels a set may grow to. */
  public static final int MAX_LABELS = 2_048;

  private LabelSet base = LabelSet.empty();
  private @Nullable String[] names = new @Nullable String[32];
  private @Nullable String[] values = new @Nullable String[32]; // null: no longer there
  private int baseSize;
  private int size;
  private int live;
  private long chars;
  private boolean changed;
  private boolean tooLarge;

  /** Begins an empty set. */
  public LabelBuilder reset() {
    return reset(LabelSet.empty());
  }

  /** Begins with the labels of {@code labels}. */
  public LabelBuilder reset(LabelSet labels) {
    base = labels;
    baseSize = labels.size();
    ensureCapacity(baseSize);
    labels.copyInto(names, values);
    if (size > baseSize) {
      // Strings of an earlier, larger set must not stay reachable.
      Arrays.fill(names, baseSize, size, null);
      Arrays.fill(values, baseSize, size, null);
    }
    size = baseSize;
    live = baseSize;
    chars = 0;
    for (int i = 0; i < baseSize; i++) {
      chars += labels.name(i).length() + labels.value(i).length();
    }
    changed = false;
    tooLarge = false;
    return this;
  }

  /** The value of a label, empty where there is none of that name. */
  public String get(String name) {
    for (int i = 0; i < size; i++) {
      String value = values[i];
      if (value != null && name.equals(names[i])) {
        return value;
      }
    }
    return "";
  }

  /** Sets a label; an empty value removes it. */
  public LabelBuilder set(String name, String value) {
    if (value.isEmpty()) {
      return remove(name);
    }
    int place = find(name);
    String before = place < 0 ? null : values[place];
    long charsAfter = chars + value.length() - (before == null ? -name.length() : before.length());
    if (charsAfter > MAX_CHARS || (before == null && live >= MAX_LABELS)) {
      tooLarge = true;
      return this;
    }
    chars = charsAfter;
    changed |= !value.equals(before);
    live += before == null ? 1 : 0;
    if (place >= baseSize) {
      values[place] = value;
      return this;
    }
    if (place >= 0) {
      values[place] = null;
    }
    ensureCapacity(size + 1);
    names[size] = name;
    values[size++] = value;
    return this;
  }

  /** Removes a label, if it is there. */
  public LabelBuilder remove(String name) {
    int place = find(name);
    if (place < 0) {
      return this;
    }
    String value = values[place];
    chars -= name.length() + (value == null ? 0 : value.length());
    changed = true;
    live--;
    if (place < baseSize) {
      values[place] = null;
      return this;
    }
    System.arraycopy(names, place + 1, names, place, size - place - 1);
    System.arraycopy(values, place + 1, values, place, size - place - 1);
    size--;
    names[size] = null;
    values[size] = null;
    return this;
  }

  /** How many labels there are. */
  public int size() {
    return live;
  }

  /** Whether a change since the last reset was refused because it went beyond the bounds. */
  public boolean tooLarge() {
    return tooLarge;
  }

  /**
   * The labels as they are now, name, value, name, value …, in the order of Prometheus' builder.
   */
  public String[] snapshot() {
    String[] labels = new String[2 * live];
    int at = 0;
    for (int i = 0; i < size; i++) {
      String name = names[i];
      String value = values[i];
      if (name != null && value != null) {
        labels[at++] = name;
        labels[at++] = value;
      }
    }
    return labels;
  }

  /** The set as it is now; the very base set where nothing has changed. */
  public LabelSet toLabelSet() {
    if (!changed) {
      return base;
    }
    String[] sortedNames = new String[live];
    String[] sortedValues = new String[live];
    int count = 0;
    for (int i = 0; i < size; i++) {
      String name = names[i];
      String value = values[i];
      if (name == null || value == null) {
        continue;
      }
      // Insertion: the base comes sorted, and what is set on top are a few labels.
      int at = count++;
      while (at > 0 && LabelSet.compareNames(sortedNames[at - 1], name) > 0) {
        sortedNames[at] = sortedNames[at - 1];
        sortedValues[at] = sortedValues[at - 1];
        at--;
      }
      sortedNames[at] = name;
      sortedValues[at] = value;
    }
    return LabelSet.ofSorted(sortedNames, sortedValues);
  }

  private int find(String name) {
    for (int i = 0; i < size; i++) {
      if (values[i] != null && name.equals(names[i])) {
        return i;
      }
    }
    return -1;
  }

  private void ensureCapacity(int needed) {
    if (needed > names.length) {
      int capacity = Math.max(needed, names.length * 2);
      names = Arrays.copyOf(names, capacity);
      values = Arrays.copyOf(values, capacity);
    }
  }
}
