package io.benchstream.gateway.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.benchstream.gateway.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Directories of windows on a real disk. */
class ArtifactStoreIT {
  @TempDir private Path directory;
  private Path root;
  private ArtifactStore store;

  @BeforeEach
  void make() {
    root = directory.resolve("root");
    store = new ArtifactStore(root);
  }

  @Test
  void failedContentLeavesNothing() throws Exception {
    assertThatThrownBy(
            () ->
                store.write(
                    "",
                    "s",
                    "w",
                    files -> {
                      Files.writeString(files.resolve("a"), "half");
                      throw new IOException("disk full");
                    }))
        .isInstanceOf(ProblemException.class)
        .hasMessageNotContaining("disk full");
    assertThat(names()).containsExactly("s");
  }

  @Test
  void laterContentReplacesTheWhole() throws Exception {
    store.write("d", "s", "w", files -> Files.writeString(files.resolve("old"), "1"));
    store.write("d", "s", "w", files -> Files.writeString(files.resolve("new"), "2"));
    assertThat(names()).containsExactly("d", "d/s", "d/s/w", "d/s/w/new");
    assertThat(store.file("d", "s", "w", "new")).isPresent();
    assertThat(store.file("d", "s", "w", "../w/new")).isEmpty();
    assertThat(store.file("d", "s", "w", "old")).isEmpty();
  }

  @Test
  void onlyWhatIsInsideIsADirectory() throws Exception {
    Files.createDirectories(root);
    Files.createSymbolicLink(root.resolve("link"), directory);
    Files.writeString(root.resolve("file"), "");
    assertThat(store.relative(null)).isEmpty();
    assertThat(store.relative(root.resolve("a/b").toString())).isEqualTo("a/b");
    assertThat(store.relative("a//b/./c")).isEqualTo("a/b/c");
    for (String refused :
        List.of(
            "..", "a/../b", "/", directory.toString(), "link", "link/x", "file", "file/x", "\0")) {
      assertThatThrownBy(() -> store.relative(refused))
          .as(refused)
          .isInstanceOfSatisfying(
              ProblemException.class, e -> assertThat(e.problem().field()).contains("output_dir"));
    }
  }

  private List<String> names() throws IOException {
    try (Stream<Path> tree = Files.walk(root)) {
      return tree.filter(path -> !path.equals(root))
          .map(path -> root.relativize(path).toString())
          .sorted()
          .toList();
    }
  }
}
