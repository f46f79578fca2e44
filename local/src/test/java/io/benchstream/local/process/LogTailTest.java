package io.benchstream.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTailTest {
  @TempDir Path directory;

  @Test
  void leavesOutStackFramesAndEmptyLines() throws Exception {
    assertThat(
            tail(
                """
                it failed

                java.lang.IllegalStateException: no
                \tat a.B.c(B.java:1)
                Caused by: java.io.IOException: disk
                \t... 15 more
                """))
        .isEqualTo(
            """
              it failed
              java.lang.IllegalStateException: no
              Caused by: java.io.IOException: disk\
            """);
  }

  @Test
  void isShortHoweverLongTheLog() throws Exception {
    String log =
        IntStream.range(0, 5000)
            .mapToObj(i -> i + " " + "x".repeat(1000))
            .collect(Collectors.joining("\n"));

    assertThat(tail(log).lines()).hasSize(20).allMatch(line -> line.length() <= 402);
    assertThat(tail(log).lines().toList().getLast()).startsWith("  4999 x");
  }

  @Test
  void saysSoWhereThereIsNone() {
    assertThat(LogTail.of(directory.resolve("none"))).contains("cannot be read").contains("none");
  }

  private String tail(String log) throws Exception {
    return LogTail.of(Files.writeString(directory.resolve("log"), log));
  }
}
