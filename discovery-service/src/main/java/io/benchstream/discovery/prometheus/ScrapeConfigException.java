package io.benchstream.discovery.prometheus;

import org.jspecify.annotations.Nullable;

/** A part of a scrape configuration that cannot be used: where, what is wrong, what to do. */
public final class ScrapeConfigException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String path;
  private final String problem;

  ScrapeConfigException(String path, String problem) {
    this(path, problem, null);
  }

  ScrapeConfigException(String path, String problem, @Nullable Throwable cause) {
    super(path.isEmpty() ? problem : path + ": " + problem, cause);
    this.path = path;
    this.problem = problem;
  }

  /** The key, for example {@code scrape_configs[1].scheme}. */
  public String path() {
    return path;
  }

  /** Path and problem in one line. */
  public String words() {
    return String.valueOf(getMessage());
  }

  ScrapeConfigException within(String outer) {
    String inner =
        path.isEmpty() ? outer : path.startsWith("[") ? outer + path : outer + "." + path;
    return new ScrapeConfigException(inner, problem, this);
  }
}
