package io.benchstream.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporaryDirectoryIT {
  @TempDir Path temporary;

  /** A benchmark that has a directory and a program that writes into it, and goes on. */
  static final class Endless {
    public static void main(String[] args) throws Exception {
      try (TemporaryDirectory directory = TemporaryDirectory.create()) {
        Path file = directory.path().resolve("log");
        Process child =
            new ProcessBuilder(
                    "sh",
                    "-c",
                    "while mkdir -p $1.d && date >>$1; do sleep 0.02; done",
                    "sh",
                    file.toString())
                .start();
        await().until(() -> Files.exists(file));
        Files.writeString(Path.of(args[0]), Long.toString(child.pid()));
        child.waitFor();
      }
    }
  }

  private List<Path> directories() throws IOException {
    try (Stream<Path> listed = Files.list(temporary)) {
      return listed.filter(path -> path.getFileName().toString().startsWith("bench")).toList();
    }
  }

  @Test
  void isGoneWithTheProcess() throws Exception {
    Path pid = temporary.resolve("pid");
    Process benchmark =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                System.getProperty("java.class.path"),
                Endless.class.getName(),
                pid.toString())
            .inheritIO()
            .start();
    try {
      await().atMost(Duration.ofMinutes(1)).until(() -> Files.exists(pid) && Files.size(pid) > 0);
      assertThat(directories()).hasSize(1);

      benchmark.destroy();

      assertThat(benchmark.waitFor(1, TimeUnit.MINUTES)).isTrue();
      long child = Long.parseLong(Files.readString(pid));
      assertThat(ProcessHandle.of(child).filter(ProcessHandle::isAlive)).isEmpty();
      assertThat(directories()).isEmpty();
    } finally {
      benchmark.destroyForcibly();
    }
  }

  @Test
  void isGoneWhenClosed() throws IOException {
    Path path;
    try (TemporaryDirectory directory = TemporaryDirectory.create()) {
      path = directory.path();
      Files.writeString(Files.createDirectory(path.resolve("a")).resolve("b"), "c");
    }
    assertThat(path).doesNotExist();
  }
}
