package io.benchstream.local.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryLockIT {
  private static final int GOT_IT = 0;
  private static final int REFUSED = 3;

  @TempDir Path directory;

  @Test
  void holdsAgainstOthersAfterThisProcessWasRefusedASecondOne() throws Exception {
    try (DirectoryLock _ = DirectoryLock.acquire("first", directory)) {
      Path sameByAnotherName = Files.createSymbolicLink(directory.resolve("link"), directory);
      assertThatThrownBy(() -> DirectoryLock.acquire("second", sameByAnotherName))
          .isInstanceOf(PartException.class)
          .hasMessageContaining("process " + ProcessHandle.current().pid());

      assertThat(exitCodeOfAnotherProcess()).isEqualTo(REFUSED);
    }
    assertThat(exitCodeOfAnotherProcess()).isEqualTo(GOT_IT);
  }

  @Test
  void closingTwiceDoesNotTakeTheDirectoryFromTheNext() {
    DirectoryLock first = DirectoryLock.acquire("first", directory);
    first.close();
    try (DirectoryLock _ = DirectoryLock.acquire("second", directory)) {
      first.close();
      assertThatThrownBy(() -> DirectoryLock.acquire("third", directory))
          .isInstanceOf(PartException.class);
    }
  }

  private int exitCodeOfAnotherProcess() throws Exception {
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Other.class.getName(),
                directory.toString())
            .inheritIO()
            .start();
    try {
      assertThat(other.waitFor(30, TimeUnit.SECONDS)).isTrue();
      return other.exitValue();
    } finally {
      other.destroyForcibly();
    }
  }

  /** Tries to take the directory. */
  static final class Other {
    private Other() {}

    public static void main(String[] arguments) {
      try (DirectoryLock _ = DirectoryLock.acquire("other", Path.of(arguments[0]))) {
        System.exit(GOT_IT);
      } catch (PartException refused) {
        System.exit(REFUSED);
      }
    }
  }
}
