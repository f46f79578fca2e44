package io.benchstream.local.process;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A child process that has a directory to itself and says on an HTTP page when it is ready. */
public final class ServerProcess implements RunningPart {
  private final ChildProcess process;
  private final DirectoryLock lock;

  private ServerProcess(ChildProcess process, DirectoryLock lock) {
    this.process = process;
    this.lock = lock;
  }

  /**
   * What to start, and how to see that it is ready.
   *
   * @param name what messages call it
   * @param directory its working directory; nobody else may run on it
   * @param logFile the file in {@code directory} that takes its output
   * @param readyPage answers 200 once it is ready
   * @param timeout for that
   */
  public record Plan(
      String name,
      Path directory,
      String logFile,
      List<String> command,
      URI readyPage,
      Duration timeout) {
    public Plan {
      directory = directory.toAbsolutePath().normalize();
      command = List.copyOf(command);
    }
  }

  /**
   * Starts the program; returns when it is ready.
   *
   * @throws PartException when the directory is in use, or the program does not get ready
   */
  public static ServerProcess start(Plan plan) {
    DirectoryLock lock = DirectoryLock.acquire(plan.name(), plan.directory());
    try (HttpProbe ready = new HttpProbe(plan.readyPage())) {
      ChildProcess process =
          ChildProcess.start(
              plan.name(),
              plan.command(),
              plan.directory(),
              plan.directory().resolve(plan.logFile()));
      process.awaitReady(ready, plan.timeout());
      return new ServerProcess(process, lock);
    } catch (RuntimeException failure) {
      lock.close();
      throw failure;
    }
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Stops the program; returns when it has ended. */
  @Override
  public void close() {
    process.close();
    lock.close();
  }
}
