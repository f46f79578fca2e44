package io.benchstream.local.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.benchstream.local.process.Readiness.Answer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildProcessIT {
  @TempDir Path directory;

  @Test
  void noChildOutlivesAJvmThatIsKilled() throws Exception {
    Path pidFile = directory.resolve("pid");
    Process parent =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Parent.class.getName(),
                directory.toString())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("parent.log").toFile())
            .start();
    try {
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> Files.exists(pidFile) && Files.readString(pidFile).endsWith("\n"));
      List<ProcessHandle> family = descendants(parent.pid(), 2);
      long child = Long.parseLong(Files.readString(pidFile).strip());
      assertThat(family).extracting(ProcessHandle::pid).contains(child);

      parent.destroyForcibly().waitFor(); // SIGKILL: no hook of the parent runs

      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertThat(family).filteredOn(ProcessHandle::isAlive).isEmpty());
    } finally {
      parent.destroyForcibly();
    }
  }

  /** Starts a child and waits to be killed. */
  static final class Parent {
    private Parent() {}

    public static void main(String[] arguments) throws Exception {
      Path directory = Path.of(arguments[0]);
      ChildProcess child =
          ChildProcess.start(
              "sleeper", List.of("sleep", "300"), directory, directory.resolve("child.log"));
      // Renamed into place, so that who waits for it reads all of it.
      Path written = Files.writeString(directory.resolve("pid.new"), child.pid() + "\n");
      Files.move(written, directory.resolve("pid"));
      Thread.sleep(Duration.ofMinutes(5));
    }
  }

  @Test
  void closingEndsTheProgramAndItsWatcher() {
    ChildProcess child = start("sleep", "300");
    List<ProcessHandle> family = descendants(child.pid(), 1);

    child.close();

    assertThat(child.isAlive()).isFalse();
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(family).filteredOn(ProcessHandle::isAlive).isEmpty());
  }

  @Test
  void theWatcherGoesWhenTheProgramEndsByItself() {
    ChildProcess child = start("sleep", "5");
    List<ProcessHandle> family = descendants(child.pid(), 1);

    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(family).filteredOn(ProcessHandle::isAlive).isEmpty());
  }

  @Test
  void aProgramThatIsNotThereIsSaidSo() {
    try (ChildProcess child = start("/no/such/program")) {
      assertThatThrownBy(() -> child.awaitReady(Answer.Silent::new, Duration.ofSeconds(30)))
          .isInstanceOf(PartException.class)
          .hasMessageContaining("test program ended with exit code 127")
          .hasMessageContaining("/no/such/program");
    }
  }

  @Test
  void aProgramThatIsNeverReadyIsEnded() {
    try (ChildProcess child = start("sh", "-c", "echo still busy; exec sleep 300")) {
      assertThatThrownBy(() -> child.awaitReady(Answer.Silent::new, Duration.ofSeconds(3)))
          .isInstanceOf(PartException.class)
          .hasMessageContaining("test program was not ready after 3 s")
          .hasMessageContaining("still busy");
      assertThat(child.isAlive()).isFalse();
    }
  }

  /** The child's watcher is forked a moment after the child itself. */
  private static List<ProcessHandle> descendants(long pid, int expected) {
    return Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> ProcessHandle.of(pid).orElseThrow().descendants().toList(),
            found -> found.size() == expected);
  }

  private ChildProcess start(String... command) {
    return ChildProcess.start(
        "test program", List.of(command), directory, directory.resolve("child.log"));
  }
}
