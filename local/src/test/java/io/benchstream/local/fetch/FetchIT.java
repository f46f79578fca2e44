package io.benchstream.local.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.benchstream.local.process.PartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a machine that has none of the programs: an empty cache, and nothing on the search path. */
class FetchIT {
  private final List<String> progress = Collections.synchronizedList(new ArrayList<>());

  @TempDir Path home;

  @Test
  void fetchesFromOutsideAndKeepsWhatItFetched() throws Exception {
    assertThat(fromOutside().find(Tool.VMAGENT)).isExecutable().startsWith(home);
    assertThat(progress).anyMatch(line -> line.startsWith("fetching vmagent"));

    progress.clear();
    assertThat(fromOutside().find(Tool.VMAGENT)).startsWith(home);
    assertThat(progress).as("the second time it comes from the cache").isEmpty();
    assertThatNothingStaysStaged();
  }

  @Test
  void twoAtOnceFetchOnceAndBothHaveThePrograms() throws Exception {
    Path leftBehind = Files.createDirectories(home.resolve("benchstream/fetch-killed"));
    Files.createFile(leftBehind.resolve("half"));
    Files.setLastModifiedTime(leftBehind, FileTime.from(Instant.now().minus(Duration.ofDays(1))));
    CountDownLatch bothLook = new CountDownLatch(2);
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      Future<Path> store = threads.submit(() -> fromPackage(bothLook).find(Tool.VICTORIA_METRICS));
      Future<Path> agent = threads.submit(() -> fromPackage(bothLook).find(Tool.VMAGENT));

      assertThat(store.get()).isExecutable().startsWith(home);
      assertThat(agent.get()).isExecutable().startsWith(home);
    }
    assertThat(progress).filteredOn(line -> line.startsWith("fetching")).hasSize(1);
    assertThatNothingStaysStaged();
  }

  private void assertThatNothingStaysStaged() throws IOException {
    try (var files = Files.list(home.resolve("benchstream"))) {
      assertThat(files)
          .as("what was staged is gone")
          .extracting(file -> file.getFileName().toString())
          .containsExactlyInAnyOrder("bin", "fetch.lock");
    }
  }

  @Test
  void copiesAProgramOutOfADockerImageAndRemovesTheContainer() throws Exception {
    // Stands in for Docker: keeps containers as files, and has one program in its image.
    Path containers = Files.createDirectories(home.resolve("containers"));
    Path docker = home.resolve("docker");
    Files.writeString(
        docker,
        """
        #!/bin/sh
        set -e
        cd '%s'
        case "$1 $2" in
          "create --name") test "$4" = prom/node-exporter:v1.5.0; touch "$3" ;;
          "cp --follow-link") test -e "${3%%%%:*}"; test "${3#*:}" = /bin/node_exporter; cp /bin/true "$4" ;;
          "rm --force") rm "$3" ;;
          *) exit 1 ;;
        esac
        """
            .formatted(containers));
    Files.setPosixFilePermissions(docker, PosixFilePermissions.fromString("rwxr-xr-x"));
    Map<String, String> environment = Map.of("XDG_CACHE_HOME", home.toString());

    Path program =
        Binaries.of(
                Map.of(), environment, progress::add, List.of(new DockerImage(docker.toString())))
            .find(Tool.NODE_EXPORTER);

    assertThat(program).isExecutable().hasSameBinaryContentAs(Path.of("/bin/true"));
    assertThat(containers).isEmptyDirectory();
    assertThat(progress)
        .containsExactly("fetching node exporter: Docker image prom/node-exporter:v1.5.0");
  }

  @Test
  void whereNothingWorksItSaysWhatWasTriedAndWhatToDo() throws Exception {
    Path bin = Files.createDirectories(home.resolve("path"));
    Fetcher refused =
        new Fetcher() {
          @Override
          public String origin(Tool tool) {
            return "nowhere";
          }

          @Override
          public Map<Tool, Path> fetch(Tool tool, Path stage) throws Command.FailedException {
            throw new Command.FailedException("nothing to be had");
          }
        };
    Map<String, String> environment =
        Map.of("PATH", bin.toString(), "XDG_CACHE_HOME", home.toString());

    assertThatThrownBy(
            () ->
                Binaries.of(Map.of(), environment, progress::add, List.of(refused))
                    .find(Tool.NODE_EXPORTER))
        .isInstanceOf(PartException.class)
        .hasMessageContaining("node exporter is not on this machine")
        .hasMessageContaining("BENCHSTREAM_NODE_EXPORTER: not set")
        .hasMessageContaining("PATH: no prometheus-node-exporter, no node_exporter")
        .hasMessageContaining("nowhere: nothing to be had")
        .hasMessageContaining("apt-get install prometheus-node-exporter");
  }

  private Binaries fromOutside() {
    return Binaries.of(Map.of(), environment(), progress::add);
  }

  /** Stands in for a package that holds all programs; fetches once two have begun to look. */
  private Binaries fromPackage(CountDownLatch looking) {
    Fetcher fetcher =
        new Fetcher() {
          @Override
          public String origin(Tool tool) {
            return "package";
          }

          @Override
          public Map<Tool, Path> fetch(Tool tool, Path stage) throws IOException {
            Map<Tool, Path> programs = new EnumMap<>(Tool.class);
            for (Tool packaged : List.of(Tool.VICTORIA_METRICS, Tool.VMAGENT)) {
              Path program = stage.resolve(packaged.name());
              programs.put(packaged, Files.copy(Path.of("/bin/true"), program));
            }
            return programs;
          }
        };
    looking.countDown();
    try {
      looking.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return Binaries.of(Map.of(), environment(), progress::add, List.of(fetcher));
  }

  private Map<String, String> environment() {
    return Map.of("PATH", "/", "XDG_CACHE_HOME", home.toString());
  }
}
