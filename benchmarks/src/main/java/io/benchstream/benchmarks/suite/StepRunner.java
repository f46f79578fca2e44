package io.benchstream.benchmarks.suite;

import io.benchstream.benchmarks.load.ChildProcesses;
import io.benchstream.benchmarks.plan.Step;
import io.benchstream.benchmarks.result.ResultFile;
import io.benchstream.benchmarks.result.ScriptHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Runs measurements by their scripts, as a person would. */
final class StepRunner {
  /** For a measurement that is stopped: its programs end, and its files go. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Path results;
  private final boolean quick;
  private volatile boolean stopping;

  /**
   * @param results directory of the files that they write
   * @param quick whether they warm up for a short time only
   */
  StepRunner(Path results, boolean quick) {
    this.results = results.toAbsolutePath();
    this.quick = quick;
  }

  /** Where the result of a step is. */
  private Path result(Step step) {
    return results.resolve(step.name() + ".json");
  }

  /** Whether there is a result of this very measurement: with the arguments of today. */
  boolean has(Step step) {
    if (Files.notExists(result(step))) {
      return false;
    }
    try {
      return ResultFile.read(result(step)).arguments().equals(step.arguments(quick));
    } catch (IOException unreadable) {
      return false; // It is measured again, which is the remedy.
    }
  }

  private void stop() {
    stopping = true;
    ChildProcesses.end(PATIENCE);
  }

  private static void release(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException stopping) {
      // It is at work.
    }
  }

  /** Runs one; returns whether it has a new result. An older one stays where there is none. */
  boolean run(Step step) throws IOException, InterruptedException {
    Path fresh = results.resolve(step.name() + ".new");
    Files.deleteIfExists(fresh);
    List<String> command = new ArrayList<>();
    command.add(ScriptHome.directory().resolve(step.script()).toString());
    command.addAll(step.arguments(quick));
    command.addAll(List.of("--json", fresh.toString()));
    ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
    // This process was built a moment ago; a change from now on belongs to the next run.
    builder.environment().put("BENCHSTREAM_NO_BUILD", "1");
    // Whoever stops the run stops the measurement; a program must not be left to itself.
    Thread hook = new Thread(this::stop, "measurement");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      Process process = builder.start();
      boolean good = process.waitFor() == 0 && Files.exists(fresh);
      while (stopping) {
        LockSupport.park(); // The next measurement must not begin while this process ends.
      }
      if (good) {
        Files.move(fresh, result(step), StandardCopyOption.REPLACE_EXISTING);
      }
      return good;
    } catch (InterruptedException stop) {
      ChildProcesses.end(PATIENCE);
      throw stop;
    } finally {
      release(hook);
      Files.deleteIfExists(fresh);
    }
  }
}
