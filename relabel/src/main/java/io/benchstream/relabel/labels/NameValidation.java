package io.benchstream.relabel.labels;

/** Which label and metric names are valid. See https://prometheus.io/docs/concepts/data_model/. */
public enum NameValidation {
  /** ASCII letters, digits and {@code _}, not a digit first; metric names also {@code :}. */
  LEGACY {
    @Override
    public boolean isLabelName(String name) {
      return isLegacy(name, false);
    }

    @Override
    public boolean isMetricName(String name) {
      return isLegacy(name, true);
    }
  },

  /** Any text that is not empty and can be written as UTF-8 (Prometheus 3). */
  UTF8 {
    @Override
    public boolean isLabelName(String name) {
      return !name.isEmpty() && isWellFormed(name);
    }

    @Override
    public boolean isMetricName(String name) {
      return isLabelName(name);
    }
  };

  public abstract boolean isLabelName(String name);

  public abstract boolean isMetricName(String name);

  private static boolean isLegacy(String name, boolean colonAllowed) {
    if (name.isEmpty()) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean valid =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || c == '_'
              || (c >= '0' && c <= '9' && i > 0)
              || (c == ':' && colonAllowed);
      if (!valid) {
        return false;
      }
    }
    return true;
  }

  /** A surrogate without its other half has no UTF-8 form. */
  private static boolean isWellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        return false;
      }
    }
    return true;
  }
}
