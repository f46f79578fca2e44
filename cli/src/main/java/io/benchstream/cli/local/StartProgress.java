package io.benchstream.cli.local;

import java.time.Duration;

/** Hears what is started and stopped. Called by several threads. */
public interface StartProgress {
  /** A part begins to start. */
  void starting(String part);

  /** It is up. */
  void up(String part, Duration took);

  /** It did not start. */
  void failed(String part);

  /** Something that takes a while, such as a download. */
  void note(String text);

  /** A part begins to stop. */
  void stopping(String part);

  /** It has stopped. */
  void stopped(String part, Duration took);

  /** Nobody listens. */
  static StartProgress silent() {
    return new StartProgress() {
      @Override
      public void starting(String part) {}

      @Override
      public void up(String part, Duration took) {}

      @Override
      public void failed(String part) {}

      @Override
      public void note(String text) {}

      @Override
      public void stopping(String part) {}

      @Override
      public void stopped(String part, Duration took) {}
    };
  }
}
