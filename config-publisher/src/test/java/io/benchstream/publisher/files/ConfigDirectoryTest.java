package io.benchstream.publisher.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.benchstream.publisher.vmagent.SampleTargets;
import io.benchstream.publisher.vmagent.ScrapeConfig;
import io.benchstream.publisher.vmagent.ScrapeConfigRenderer;
import io.benchstream.schemas.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigDirectoryTest {
  private static final Target ALPHA = SampleTargets.vllm("1", "a:1").build();
  private static final Target BETA =
      SampleTargets.vllm("2", "b:1").setCluster("beta").setKind("node").build();
  private static final FileTime LONG_AGO = FileTime.from(Instant.EPOCH);

  @TempDir Path root;
  private Path directory;
  private ConfigDirectory sink;

  @BeforeEach
  void open() {
    directory = root.resolve("not/yet/there");
    sink = new ConfigDirectory(directory);
  }

  @Test
  void whatItHoldsIsReadAgainAsFarAsTheMainFileNamesIt() throws IOException {
    assertThat(sink.held()).isEmpty();
    ScrapeConfig config = render(ALPHA, BETA);
    sink.write(config);
    Files.writeString(directory.resolve("jobs/left-over.yml"), "[]");

    assertThat(sink.held()).isEqualTo(config.jobs());
    assertThat(new ScrapeConfigRenderer().of(sink.held()).main()).isEqualTo(config.main());
  }

  @Test
  void theDirectoryHoldsTheConfigurationAndNothingElse() throws IOException {
    ScrapeConfig config = render(ALPHA, BETA);

    assertThat(sink.write(config)).isTrue();

    assertThat(Files.readString(directory.resolve("prometheus.yml"))).isEqualTo(config.main());
    for (String path : config.jobs().keySet()) {
      assertThat(Files.readString(directory.resolve(path))).isEqualTo(config.jobs().get(path));
    }
    assertThat(files()).hasSize(3);
  }

  @Test
  void whatIsRightIsNotTouched() throws IOException {
    sink.write(render(ALPHA, BETA));
    makeOld();

    assertThat(new ConfigDirectory(directory).write(render(BETA, ALPHA))).isFalse();
    assertThat(files()).allSatisfy(file -> assertThat(modified(file)).isEqualTo(LONG_AGO));

    Target alsoAlpha = SampleTargets.vllm("3", "a:2").build();
    assertThat(sink.write(render(ALPHA, alsoAlpha, BETA))).isTrue();
    assertThat(files())
        .filteredOn(file -> modified(file).equals(LONG_AGO))
        .singleElement()
        .satisfies(file -> assertThat(file.toString()).contains("beta"));
  }

  @Test
  void filesOfRemovedJobsGo() throws IOException {
    sink.write(render(ALPHA, BETA));

    assertThat(sink.write(render(ALPHA))).isTrue();

    assertThat(files()).hasSize(2).noneMatch(file -> file.toString().contains("beta"));
  }

  @Test
  void whatACrashLeftBehindGoes() throws IOException {
    ScrapeConfig config = render(ALPHA);
    sink.write(config);
    Path half = directory.resolve(config.jobs().firstKey() + ".tmp");
    Files.writeString(half, "- job_na");
    Files.writeString(directory.resolve("prometheus.yml.tmp"), "scrape_con");

    assertThat(sink.write(config)).isTrue();
    assertThat(half).doesNotExist();

    sink.write(render(ALPHA, BETA));
    assertThat(directory.resolve("prometheus.yml.tmp")).doesNotExist();
  }

  @Test
  void aFileThatSomebodyChangedIsPutRight() throws IOException {
    ScrapeConfig config = render(ALPHA);
    sink.write(config);
    Files.writeString(directory.resolve(config.jobs().firstKey()), "- job_name: mine");

    assertThat(sink.write(config)).isTrue();

    assertThat(directory.resolve(config.jobs().firstKey()))
        .hasContent(config.jobs().get(config.jobs().firstKey()));
  }

  @Test
  void filesBesideTheMainFileAreNotOurs() throws IOException {
    sink.write(render(ALPHA));
    Path foreign = Files.writeString(directory.resolve("relabel.yml"), "[]");

    sink.write(render(ALPHA, BETA));

    assertThat(foreign).hasContent("[]");
  }

  @Test
  void aPlaceThatCannotBeWrittenToIsAnError() throws IOException {
    Files.createDirectories(directory.getParent());
    Files.writeString(directory, "a file");

    assertThatThrownBy(() -> sink.write(render(ALPHA)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("there");
  }

  private static ScrapeConfig render(Target... targets) {
    return new ScrapeConfigRenderer().render(Arrays.asList(targets));
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  private void makeOld() throws IOException {
    for (Path file : files()) {
      Files.setLastModifiedTime(file, LONG_AGO);
    }
  }

  private static FileTime modified(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
