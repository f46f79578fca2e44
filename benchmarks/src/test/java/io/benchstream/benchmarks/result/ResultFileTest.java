package io.benchstream.benchmarks.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultFileTest {
  @TempDir Path directory;

  private static Result result(Map<String, Double> figures) {
    return new Result(
        "benchmarks/scrape",
        List.of("--rate", "100000"),
        Instant.parse("2026-01-02T03:04:05.678Z"),
        new Environment("abc", "a CPU", 2, 2048, "Linux 6", "a JVM", Map.of("nginx", "1.2.3")),
        new TreeMap<>(figures),
        new TreeMap<>(
            Map.of(
                "way",
                new Distribution(
                    2, 1, 1.5, 2, 2, 2, 2, List.of(new Distribution.Bucket(2.5, 2))))));
  }

  @Test
  void readsWhatItWrote() throws IOException {
    Path file = directory.resolve("not/there/yet.json");
    Result written = result(Map.of("worker.cpu_us", 0.1, "worker.cores", 2.0));

    ResultFile.write(file, written);

    assertThat(ResultFile.read(file)).isEqualTo(written);
    assertThat(written.command()).isEqualTo("benchmarks/scrape --rate 100000");
    assertThat(file.getParent()).isDirectoryNotContaining("glob:**.tmp");
  }

  @Test
  void whatIsNoNumberIsNoFigure() throws IOException {
    Path file = directory.resolve("a.json");

    ResultFile.write(file, result(Map.of("a", Double.NaN, "b", 1.0 / 0, "c", 3.0)));

    assertThat(ResultFile.read(file).figures()).containsExactly(Map.entry("c", 3.0));
    assertThat(ResultFile.read(file).figure("a")).isEmpty();
  }

  @Test
  void saysWhichFileIsNoResult() throws IOException {
    Path file = Files.writeString(directory.resolve("half.json"), "{\"benchmark\": \"ben");

    assertThatThrownBy(() -> ResultFile.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("half.json")
        .hasMessageContaining("measure again");
  }

  @Test
  void whereTheResultWentIsNoArgument() {
    List<String> given = List.of("--rate", "5", "--json", "x.json", "--gzip", "--json=y.json");

    assertThat(ResultOption.withoutFile(given)).containsExactly("--rate", "5", "--gzip");
    assertThat(ResultOption.file(given)).isEqualTo(Path.of("x.json"));
    assertThat(ResultOption.file(List.of("--json"))).isNull();
  }

  @Test
  void readsThisMachine() throws IOException {
    Environment environment = EnvironmentReader.read(List.of());

    assertThat(environment.cpu()).isNotBlank();
    assertThat(environment.cores()).isPositive();
    assertThat(environment.memoryMib()).isGreaterThan(256);
    assertThat(environment.versions()).containsKey("Kafka");
    assertThat(environment.commit()).matches("[0-9a-f]+\\+?|unknown");
  }
}
