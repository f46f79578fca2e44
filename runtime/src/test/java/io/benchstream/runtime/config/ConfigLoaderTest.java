package io.benchstream.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigLoaderTest {
  private final ConfigLoader loader = new ConfigLoader();

  @Test
  void readsSnakeCaseKeysAndDurations() {
    Outer config =
        loader.parse(
            "c.yaml", "scrape_interval: 1m30s\ninner:\n  port: 7\nmode: SLOW\n", Outer.class);

    assertThat(config).isEqualTo(new Outer(Duration.ofSeconds(90), new Inner(7), Mode.SLOW));
  }

  @Test
  void anUnknownKeyIsNamedWithLineAndChoices() {
    assertThatThrownBy(() -> loader.parse("c.yaml", "inner:\n  prot: 7\n", Outer.class))
        .isInstanceOf(ConfigException.class)
        .hasMessage("c.yaml:2: inner.prot: unknown key; known are port");
  }

  @Test
  void aWrongValueIsNamedWithKeyAndValue() {
    assertThatThrownBy(() -> loader.parse("c.yaml", "inner: {port: many}\n", Outer.class))
        .hasMessage("c.yaml:1: inner.port: 'many' is not a whole number");
    assertThatThrownBy(() -> loader.parse("c.yaml", "mode: LAZY\n", Outer.class))
        .hasMessage("c.yaml:1: mode: 'LAZY' is not a choice here; it takes one of [FAST, SLOW]");
    assertThatThrownBy(() -> loader.parse("c.yaml", "scrape_interval: soon\n", Outer.class))
        .hasMessageStartingWith("c.yaml:1: scrape_interval: 'soon' is not a duration");
  }

  @Test
  void whatARecordRefusesIsTold() {
    assertThatThrownBy(() -> loader.parse("c.yaml", "inner:\n  port: -1\n", Outer.class))
        .hasMessageContaining("inner")
        .hasMessageEndingWith("port: -1 is below 0");
  }

  @Test
  void brokenYamlAndDuplicateKeysAreErrorsWithTheirLine() {
    assertThatThrownBy(() -> loader.parse("c.yaml", "inner: [", Outer.class))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("c.yaml:");
    assertThatThrownBy(() -> loader.parse("c.yaml", "mode: FAST\nmode: SLOW\n", Outer.class))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("mode");
  }

  @Test
  void aMissingFileIsNamed() {
    assertThatThrownBy(() -> loader.load(Path.of("no-such.yaml"), Outer.class))
        .hasMessageStartingWith("no-such.yaml: no such file");
  }

  @Test
  void oneConfigurationMayStandInSeveralFiles(@TempDir Path directory) throws IOException {
    Path shared = Files.writeString(directory.resolve("shared.yaml"), "mode: SLOW\n");
    Path own = Files.writeString(directory.resolve("own.yaml"), "# port\ninner:\n  port: 7\n");
    Path nothing = Files.writeString(directory.resolve("nothing.yaml"), "# nothing\n");

    assertThat(loader.load(List.of(shared, nothing, own), Outer.class))
        .isEqualTo(new Outer(null, new Inner(7), Mode.SLOW));
  }

  @Test
  void anErrorInOneOfSeveralFilesNamesThatFile(@TempDir Path directory) throws IOException {
    Path shared = Files.writeString(directory.resolve("shared.yaml"), "mode: SLOW\n");
    Path own = Files.writeString(directory.resolve("own.yaml"), "# port\ninner:\n  port: -7\n");
    Path twice = Files.writeString(directory.resolve("twice.yaml"), "# again\nmode: FAST\n");
    Path unknown = Files.writeString(directory.resolve("unknown.yaml"), "\nmood: FAST\n");
    Path list = Files.writeString(directory.resolve("list.yaml"), "- 1\n");

    assertThatThrownBy(() -> loader.load(List.of(shared, own), Outer.class))
        .hasMessageMatching(".*own.yaml:[23]: inner: port: -7 is below 0");
    assertThatThrownBy(() -> loader.load(List.of(shared, twice), Outer.class))
        .hasMessage(
            "%s:2: mode: it is in %s, too; leave it in one of them".formatted(twice, shared));
    assertThatThrownBy(() -> loader.load(List.of(shared, unknown), Outer.class))
        .hasMessageStartingWith(unknown + ":2: mood: unknown key; known are");
    assertThatThrownBy(() -> loader.load(List.of(shared, list), Outer.class))
        .hasMessage(list + ": it does not hold keys");
  }

  @Test
  void anEmptyFileIsAllDefaults() {
    assertThat(loader.parse("c.yaml", "# nothing\n", Empty.class)).isEqualTo(new Empty(List.of()));
  }

  enum Mode {
    FAST,
    SLOW
  }

  record Inner(int port) {
    Inner {
      if (port < 0) {
        throw new IllegalArgumentException("port: %d is below 0".formatted(port));
      }
    }
  }

  record Outer(@Nullable Duration scrapeInterval, @Nullable Inner inner, @Nullable Mode mode) {}

  record Empty(List<String> names) {
    Empty(@Nullable List<String> names) {
      this.names = names == null ? List.of() : names;
    }
  }
}
