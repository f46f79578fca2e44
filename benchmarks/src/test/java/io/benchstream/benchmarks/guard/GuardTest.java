package io.benchstream.benchmarks.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuardTest {
  private static final Map<Stage, Double> COMMITTED =
      Map.of(Stage.parse, 0.5, Stage.scrape, 0.2, Stage.publish, 0.2, Stage.aggregate, 0.1);

  private final Baseline baseline = new Baseline("abc", 1.5, COMMITTED);
  private final Attempts attempts = new Attempts();

  @TempDir Path directory;

  private static Map<Stage, Double> with(Stage stage, double ratio) {
    Map<Stage, Double> ratios = new EnumMap<>(COMMITTED);
    ratios.put(stage, ratio);
    return ratios;
  }

  @Test
  void whatIsAsItWasOrALittleSlowerIsGood() {
    attempts.add(with(Stage.scrape, 0.29));

    assertThat(attempts.regressions(baseline)).isEmpty();
  }

  @Test
  void halfAsMuchMoreIsARegressionOfThatStage() {
    attempts.add(with(Stage.publish, 0.31));

    assertThat(attempts.regressions(baseline))
        .singleElement()
        .satisfies(
            regression ->
                assertThat(regression.words())
                    .isEqualTo(
                        "publish: the publisher's CPU for a sample / vmagent's is 0.310, and was 0.200: 55 % more"));
  }

  @Test
  void exactlyTheLimitIsTooMuch() {
    attempts.add(with(Stage.parse, 0.75));

    assertThat(attempts.regressions(baseline)).extracting("stage").containsExactly(Stage.parse);
  }

  @Test
  void theBestOfSeveralLooksCounts() {
    attempts.add(with(Stage.aggregate, 0.9));
    assertThat(attempts.regressions(baseline)).hasSize(1);

    attempts.add(with(Stage.aggregate, 0.12));
    attempts.add(with(Stage.aggregate, 0.5));

    assertThat(attempts.regressions(baseline)).isEmpty();
    assertThat(attempts.best()).containsEntry(Stage.aggregate, 0.12);
  }

  @Test
  void aStageThatNobodyMeasuredIsNotGood() {
    Map<Stage, Double> ratios = new EnumMap<>(COMMITTED);
    ratios.remove(Stage.publish);
    attempts.add(ratios);

    assertThat(attempts.regressions(baseline))
        .extracting(Attempts.Regression::words)
        .containsExactly("publish: not measured");
  }

  @Test
  void readsWhatItWrote() throws IOException {
    Path file = directory.resolve("guard.json");

    baseline.write(file);

    assertThat(Baseline.read(file)).isEqualTo(baseline);
  }

  @Test
  void theCommittedRatiosAreValid() throws IOException {
    assertThat(Baseline.read(Path.of("guard.json")).limit()).isEqualTo(Baseline.USUAL_LIMIT);
  }

  @Test
  void saysWhatIsWrongWithTheFile() throws IOException {
    Path missing = directory.resolve("none.json");
    assertThatThrownBy(() -> Baseline.read(missing))
        .hasMessageContaining("none.json")
        .hasMessageContaining("--update");

    Path partly =
        Files.writeString(
            directory.resolve("guard.json"),
            "{\"commit\": \"a\", \"limit\": 1.5, \"ratios\": {\"scrape\": 0.2}}");
    assertThatThrownBy(() -> Baseline.read(partly)).hasMessageContaining("ratios.parse: null");

    Path loose =
        Files.writeString(
            directory.resolve("loose.json"), "{\"commit\": \"a\", \"limit\": 1, \"ratios\": {}}");
    assertThatThrownBy(() -> Baseline.read(loose)).hasMessageContaining("limit: 1.0");
  }
}
