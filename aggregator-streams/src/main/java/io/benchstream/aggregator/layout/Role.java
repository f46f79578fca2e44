package io.benchstream.aggregator.layout;

/** What a series is to a KPI. */
public enum Role {
  /** Counter of a rate, numerator of a ratio, a gauge's value. */
  VALUE(0),
  DENOMINATOR(1),
  /** Cumulative bucket of a histogram. */
  BUCKET(2),
  SUM(3),
  COUNT(4);

  private final int code;

  Role(int code) {
    this.code = code;
  }

  /** The number that stands for it in stored state. */
  int code() {
    return code;
  }

  static Role of(int code) {
    for (Role role : values()) {
      if (role.code == code) {
        return role;
      }
    }
    throw new IllegalArgumentException("no role has the code " + code);
  }
}
