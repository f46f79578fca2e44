package io.benchstream.relabel.rules;

import org.jspecify.annotations.Nullable;

/**
 * A relabeling rule cannot be used. The message is {@code path: problem}; the path is the place in
 * the configuration, such as {@code [2].regex}.
 */
public final class RelabelException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String path;
  private final String problem;

  RelabelException(String path, String problem, @Nullable Throwable cause) {
    super(path + ": " + problem, cause);
    this.path = path;
    this.problem = problem;
  }

  RelabelException(String path, String problem) {
    this(path, problem, null);
  }

  /** Where in the configuration the problem is. */
  public String path() {
    return path;
  }

  /** What the problem is: value, limit and remedy, without the place. */
  public String problem() {
    return problem;
  }

  /** The same problem, with its path seen from further outside: {@code jobs[1]} and this one's. */
  public RelabelException within(String outerPath) {
    String joint = outerPath.isEmpty() || path.isEmpty() || path.startsWith("[") ? "" : ".";
    return new RelabelException(outerPath + joint + path, problem, this);
  }
}
