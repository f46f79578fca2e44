package io.benchstream.cli.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/**
 * The standard streams. Results go to standard output, progress and errors to standard error, so
 * that a pipe gets results only. A status line stays at the bottom of a terminal while lines are
 * written above it. Thread-safe.
 */
public final class Console {
  private static final String CLEAR_LINE = "\r\u001b[K";

  private final PrintStream out;
  private final PrintStream err;
  private final Terminal terminal;
  private final ObjectMapper json = new ObjectMapper();
  private @Nullable String status;
  private boolean midLine;

  public Console(PrintStream out, PrintStream err, Terminal terminal) {
    this.out = out;
    this.err = err;
    this.terminal = terminal;
  }

  public Terminal terminal() {
    return terminal;
  }

  /** The text in a style, where there are colours. */
  public String style(Style style, String text) {
    return terminal.colours() ? style.apply(text) : text;
  }

  /** A line of the result. */
  public synchronized void line(String text) {
    above(out, text);
  }

  /** A line about the progress, which is no part of the result. */
  public synchronized void note(String text) {
    above(err, text);
  }

  /** Replaces the status line; without a terminal nothing is shown. */
  public synchronized void status(String text) {
    if (!terminal.redraws() || midLine) {
      return;
    }
    String cut = VisibleText.cut(text, terminal.columns() - 1);
    err.print(CLEAR_LINE + cut);
    err.flush();
    status = cut;
  }

  public synchronized void clearStatus() {
    if (status != null) {
      err.print(CLEAR_LINE);
      err.flush();
      status = null;
    }
  }

  /**
   * Passes on what another program writes, as it is. While a line of it is unfinished, no status
   * line is drawn over it.
   *
   * @param toOut to standard output, otherwise to standard error
   */
  public synchronized void pass(byte[] bytes, int length, boolean toOut) {
    if (length == 0) {
      return;
    }
    clearStatus();
    PrintStream stream = toOut ? out : err;
    stream.write(bytes, 0, length);
    stream.flush();
    midLine = terminal.redraws() && bytes[length - 1] != '\n';
  }

  /** A document of the result, on one line or indented over several. */
  public void json(JsonNode document, boolean indented) {
    try {
      line(
          indented
              ? json.writerWithDefaultPrettyPrinter().writeValueAsString(document)
              : json.writeValueAsString(document));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a JSON tree that cannot be written", e);
    }
  }

  private void above(PrintStream stream, String text) {
    String kept = status;
    if (kept != null) {
      err.print(CLEAR_LINE);
      err.flush();
    }
    if (midLine) {
      stream.println();
      midLine = false;
    }
    stream.println(text);
    stream.flush();
    if (kept != null) {
      err.print(kept);
      err.flush();
    }
  }
}
