package io.benchstream.cli.local;

import io.benchstream.cli.console.Console;
import io.benchstream.cli.console.Numbers;
import io.benchstream.cli.console.Style;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;

/** Shows the start of local mode: a line for each part that is up, below it what is awaited. */
public final class ConsoleProgress implements StartProgress, AutoCloseable {
  private static final String[] SPINNER = {"⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"};
  private static final Duration FRAME = Duration.ofMillis(120);

  private final Console console;
  private final Set<String> awaited = new LinkedHashSet<>();
  private final Thread spinner = new Thread(this::spin, "progress");
  private String verb = "Starting";
  private boolean drawn;
  private boolean closed;

  public ConsoleProgress(Console console) {
    this.console = console;
    spinner.setDaemon(true);
    if (console.terminal().redraws()) {
      spinner.start();
    }
  }

  @Override
  public synchronized void starting(String part) {
    verb = "Starting";
    awaited.add(part);
  }

  @Override
  public synchronized void up(String part, Duration took) {
    awaited.remove(part);
    line(Style.GREEN, "✓", part, Numbers.seconds(took));
  }

  @Override
  public synchronized void failed(String part) {
    awaited.remove(part);
    line(Style.RED, "✗", part, "");
  }

  @Override
  public void note(String text) {
    console.note("  " + console.style(Style.DIM, text));
  }

  @Override
  public synchronized void stopping(String part) {
    verb = "Stopping";
    awaited.add(part);
  }

  @Override
  public synchronized void stopped(String part, Duration took) {
    awaited.remove(part);
    line(Style.DIM, "■", part, Numbers.seconds(took));
  }

  private void line(Style style, String mark, String part, String took) {
    console.note(
        "  %s %-18s %s"
            .formatted(console.style(style, mark), part, console.style(Style.DIM, took)));
  }

  private void spin() {
    for (int frame = 0; ; frame++) {
      synchronized (this) {
        if (closed) {
          return;
        }
        if (awaited.isEmpty()) {
          clear();
        } else {
          drawn = true;
          console.status(
              "  %s %s %s"
                  .formatted(
                      console.style(Style.CYAN, SPINNER[frame % SPINNER.length]),
                      verb,
                      String.join(", ", awaited)));
        }
      }
      try {
        Thread.sleep(FRAME);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  /** Takes away what was drawn here, once: what stands there later is somebody else's. */
  private void clear() {
    if (drawn) {
      console.clearStatus();
      drawn = false;
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      clear();
    }
    spinner.interrupt();
  }
}
