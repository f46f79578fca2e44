package io.benchstream.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.benchstream.local.PartProgress.State;
import io.benchstream.local.fetch.Tool;
import io.benchstream.local.process.DirectoryLock;
import io.benchstream.local.process.PartException;
import io.benchstream.local.process.Port;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalPartsIT {
  private final List<PartProgress> progress = new CopyOnWriteArrayList<>();

  @TempDir Path directory;

  @Test
  void allStartSideBySideAndStopInOrder() {
    List<Long> children;
    try (LocalParts parts = LocalParts.start(LocalParts.Settings.in(directory), progress::add)) {
      children = List.of(parts.registry().pid(), parts.store().pid());
      assertThat(children).allMatch(LocalPartsIT::isAlive);
      assertThat(reached(State.READY)).containsExactlyInAnyOrder(Part.values());

      assertThatThrownBy(() -> LocalParts.start(LocalParts.Settings.in(directory), progress::add))
          .isInstanceOf(PartException.class)
          .hasMessageContaining("Benchstream cannot use " + directory)
          .hasMessageContaining("process " + ProcessHandle.current().pid());
    }

    assertThat(reached(State.STOPPED)).containsExactly(Part.values());
    assertThat(children).noneMatch(LocalPartsIT::isAlive);
  }

  @Test
  void whereOneFailsNoneIsLeft() {
    Set<Long> before = registries();
    Path program = Path.of("/bin/false");
    LocalParts.Settings settings =
        new LocalParts.Settings(
            directory,
            Port.any(),
            Port.any(),
            Port.any(),
            Port.any(),
            Duration.ZERO,
            Map.of(Tool.VICTORIA_METRICS, program));

    assertThatThrownBy(() -> LocalParts.start(settings, progress::add))
        .isInstanceOf(PartException.class)
        .hasMessageContaining("VictoriaMetrics ended with exit code 1");

    assertThat(reached(State.FAILED)).containsExactly(Part.STORE);
    assertThat(registries()).isEqualTo(before);
    // The directory is free again, the broker's too.
    DirectoryLock.acquire("test", directory).close();
    DirectoryLock.acquire("test", directory.resolve("broker")).close();
  }

  @Test
  void anInterruptGivesUpAStartThatHangs() throws Exception {
    Set<Long> before = registries();
    Path program = Files.writeString(directory.resolve("hangs"), "#!/bin/sh\nexec sleep 300\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    LocalParts.Settings settings =
        new LocalParts.Settings(
            directory.resolve("parts"),
            Port.any(),
            Port.any(),
            Port.any(),
            Port.any(),
            Duration.ZERO,
            Map.of(Tool.VICTORIA_METRICS, program));
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Thread starts =
        new Thread(
            () -> failure.set(catchThrowable(() -> LocalParts.start(settings, progress::add))));
    starts.start();
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> reached(State.READY).contains(Part.REGISTRY));

    starts.interrupt();

    assertThat(starts.join(Duration.ofSeconds(30))).isTrue();
    assertThat(failure.get()).isInstanceOf(PartException.class).hasMessageContaining("interrupted");
    assertThat(registries()).isEqualTo(before);
    DirectoryLock.acquire("test", directory.resolve("parts")).close();
  }

  @Test
  void aTakenPortIsSaidBeforeAnythingStarts() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.ofLiteral(Port.HOST))) {
      LocalParts.Settings settings =
          new LocalParts.Settings(
              directory,
              Port.any(),
              Port.any(),
              Port.any(),
              Port.fixed(other.getLocalPort(), "--store-port"),
              Duration.ZERO,
              Map.of());

      assertThatThrownBy(() -> LocalParts.start(settings, progress::add))
          .isInstanceOf(PartException.class)
          .hasMessageContaining("VictoriaMetrics cannot listen on 127.0.0.1")
          .hasMessageContaining("--store-port");
      assertThat(progress).isEmpty();
    }
  }

  private List<Part> reached(State state) {
    return progress.stream().filter(at -> at.state() == state).map(PartProgress::part).toList();
  }

  /** Process ids of the registries that this JVM runs, those of other tests included. */
  private static Set<Long> registries() {
    return ProcessHandle.current()
        .children()
        .filter(child -> child.info().commandLine().orElse("").contains("quarkus-run.jar"))
        .map(ProcessHandle::pid)
        .collect(Collectors.toSet());
  }

  private static boolean isAlive(long pid) {
    return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }
}
