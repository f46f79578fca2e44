package io.benchstream.benchmarks.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A directory that is gone when the benchmark ends, by itself or because somebody stops it: then
 * this process' children, which write into it, end first.
 */
public final class TemporaryDirectory implements AutoCloseable {
  private static final Duration CHILDREN = Duration.ofSeconds(20);
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final int TRIES = 50;

  private final Path path;
  private final Thread hook = new Thread(this::abandon, "temporary-directory");

  private TemporaryDirectory(Path path) {
    this.path = path;
  }

  /** A new one. */
  public static TemporaryDirectory create() throws IOException {
    TemporaryDirectory directory =
        new TemporaryDirectory(Files.createTempDirectory("benchstream-benchmark-"));
    Runtime.getRuntime().addShutdownHook(directory.hook);
    return directory;
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  @Override
  public void close() throws IOException {
    delete();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException stopping) {
      // It runs already, and finds nothing left.
    }
  }

  private void delete() throws IOException {
    if (Files.notExists(path)) {
      return;
    }
    try (Stream<Path> tree = Files.walk(path)) {
      for (Path file : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (UncheckedIOException changed) {
      throw new IOException(changed);
    }
  }

  /** The process is being stopped. Threads of it may still write, so that it takes some tries. */
  private void abandon() {
    ChildProcesses.end(CHILDREN);
    for (int i = 0; i < TRIES && Files.exists(path); i++) {
      try {
        delete();
      } catch (IOException written) {
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
  }
}
