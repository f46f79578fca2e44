package io.benchstream.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class PagesTest {
  @TempDir Path directory;

  private List<String> samples(PageSet pages, int variant) throws IOException {
    Path into = directory.resolve(Integer.toHexString(pages.hashCode()));
    if (Files.notExists(into)) {
      pages.write(into);
    }
    return Files.readAllLines(into.resolve(variant + ".txt")).stream()
        .filter(line -> !line.startsWith("#"))
        .toList();
  }

  private static Set<String> series(List<String> samples) {
    return samples.stream()
        .map(line -> line.substring(0, line.lastIndexOf(' ')))
        .collect(Collectors.toSet());
  }

  @Test
  void everyShapeHasTheSeriesThatWereAskedFor() throws IOException {
    for (PageSet.Shape shape : PageSet.Shape.values()) {
      for (int count : new int[] {1, 149, 211, 1_000}) {
        List<String> samples = samples(PageSet.of(shape, count), 0);
        assertThat(samples).as("%s of %d", shape, count).hasSize(count);
        assertThat(series(samples)).as("%s of %d, unique", shape, count).hasSize(count);
      }
    }
  }

  @Test
  void valuesChangeOrStandStillAndSeriesStay() throws IOException {
    PageSet changing = PageSet.of(PageSet.Shape.VLLM, 150);
    assertThat(samples(changing, 1)).isNotEqualTo(samples(changing, 2));
    assertThat(series(samples(changing, 1))).isEqualTo(series(samples(changing, 2)));

    PageSet steady = new PageSet(150, 1, 0, PageSet.Shape.VLLM, false, 1);
    assertThat(samples(steady, 7)).isEqualTo(samples(steady, 2));
  }

  private double changed(PageSet.Shape shape, int count) throws IOException {
    PageSet pages = PageSet.of(shape, count);
    List<String> before = samples(pages, 4);
    List<String> after = samples(pages, 5);
    int changed = 0;
    for (int i = 0; i < before.size(); i++) {
      changed += before.get(i).equals(after.get(i)) ? 0 : 1;
    }
    return (double) changed / before.size();
  }

  @Test
  void soManyValuesChangeAsTheDocumentSays() throws IOException {
    assertThat(changed(PageSet.Shape.SERVICE, 10_000)).isBetween(0.9, 0.99);
    assertThat(changed(PageSet.Shape.VLLM, 150)).isGreaterThan(0.97);
    assertThat(changed(PageSet.Shape.KUBE_STATE, 10_000)).isBetween(0.4, 0.5);
  }

  @Test
  void everyShapeHasChurnUnderNamesThatDoNotComeBack() throws IOException {
    for (PageSet.Shape shape : PageSet.Shape.values()) {
      PageSet pages = new PageSet(150, 10, 0.2, shape, false, 1);
      Set<String> gone = series(samples(pages, 1));
      gone.removeAll(series(samples(pages, 2)));

      assertThat(gone).as(shape.name()).hasSizeBetween(5, 80);
      assertThat(gone).as(shape.name()).allMatch(name -> name.contains(PageSet.TIME_MARK));
      assertThat(pages.hasMarks()).isTrue();
    }
  }

  @Test
  void churnReplacesItsShareOfTheSeries() throws IOException {
    PageSet pages = new PageSet(10_000, 10, 0.01, PageSet.Shape.SERVICE, false, 1);

    Set<String> gone = series(samples(pages, 1));
    gone.removeAll(series(samples(pages, 2)));

    assertThat(gone).hasSizeBetween(20, 300);
  }

  @Test
  void distinctPagesHaveAMarkInEverySeries() throws IOException {
    PageSet pages = new PageSet(400, 10, 0, PageSet.Shape.VLLM, true, 1);

    assertThat(samples(pages, 3)).allMatch(line -> line.contains(PageSet.TARGET_MARK + "\"} "));
  }

  private static Load load(String... arguments) {
    LoadOptions options = new LoadOptions();
    new CommandLine(CommandLine.Model.CommandSpec.create().addMixin("load", spec(options)))
        .parseArgs(arguments);
    return options.load();
  }

  private static CommandLine.Model.CommandSpec spec(LoadOptions options) {
    return CommandLine.Model.CommandSpec.forAnnotatedObject(options);
  }

  @Test
  void aRateSaysHowManyTargets() {
    assertThat(load("--rate", "500000").targets()).isEqualTo(500);
    assertThat(load("--rate", "100000", "--page", "vllm").targets()).isEqualTo(667);
    assertThat(load("--rate", "500000", "--page", "kube-state", "--interval", "2s").targets())
        .isEqualTo(5);
    assertThat(load("--page", "kube-state").samplesPerSecond()).isEqualTo(20_000);
    assertThat(load().samplesPerSecond()).isEqualTo(500_000);
  }

  @Test
  void saysWhatCannotBe() {
    assertThatThrownBy(() -> load("--rate", "5", "--targets", "5"))
        .hasMessageContaining("--rate 5");
    assertThatThrownBy(() -> load("--page", "slurm")).hasMessageContaining("'slurm' is none of");
    assertThatThrownBy(() -> load("--values", "x")).hasMessageContaining("'x' is neither");
    assertThatThrownBy(() -> load("--churn", "2")).hasMessageContaining("a churn of 2.0");
    assertThatThrownBy(() -> load("--interval", "1ms")).hasMessageContaining("an interval of 1 ms");
    assertThatThrownBy(() -> load("--targets", "0")).hasMessageContaining("0 targets");
  }

  @Test
  void distinctPagesAreWrittenForEachTarget() throws IOException {
    PageSet pages = new PageSet(20, 10, 0, PageSet.Shape.SERVICE, true, 1);
    pages.write(directory);
    pages.writeForTargets(directory, 3);

    assertThat(Files.readString(directory.resolve("2").resolve("9.txt")))
        .contains("pod=\"bench-2\"")
        .doesNotContain(PageSet.TARGET_MARK)
        .isEqualTo(Files.readString(directory.resolve("2").resolve("1.txt")))
        .isNotEqualTo(Files.readString(directory.resolve("2").resolve("0.txt")));
  }
}
