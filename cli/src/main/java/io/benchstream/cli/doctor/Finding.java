package io.benchstream.cli.doctor;

import io.benchstream.cli.console.CommandFailure;
import io.benchstream.cli.console.Style;

/**
 * What a check found.
 *
 * @param check what was looked at
 * @param remedy what to do; empty where all is well
 */
record Finding(String check, Level level, String words, String remedy) {
  /** How it stands. */
  enum Level {
    OK(Style.GREEN),
    /** It works, but somebody should look. */
    WARN(Style.YELLOW),
    FAIL(Style.RED);

    private final Style style;

    Level(Style style) {
      this.style = style;
    }

    Style style() {
      return style;
    }
  }

  static Finding ok(String check, String words) {
    return new Finding(check, Level.OK, words, "");
  }

  static Finding warn(String check, String words, String remedy) {
    return new Finding(check, Level.WARN, words, remedy);
  }

  static Finding fail(String check, String words, String remedy) {
    return new Finding(check, Level.FAIL, words, remedy);
  }

  /** Of a failure whose words say what to do themselves. */
  static Finding fail(String check, CommandFailure failure) {
    return fail(check, String.valueOf(failure.getMessage()), "");
  }
}
