package io.benchstream.benchmarks.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuardTest {
  private static final Map<Stage, Double> COMMITTED =
      Map.of(Stage.parse, 0.5, Stage.scrape, 0.2, Stage.publish, 0.2, Stage.aggregate, 0.1);

  private final Baseline baseline = new Baseline("abc", 1.5, COMMITTED);
  private final Attempts attempts = new Attempts();
  private final List<String> told = new ArrayList<>();

  @TempDir Path directory;

  private static Map<Stage, Cost> usual() {
    Map<Stage, Cost> costs = new EnumMap<>(Stage.class);
    COMMITTED.forEach((stage, ratio) -> costs.put(stage, new Cost(ratio, 1)));
    return costs;
  }

  private static Map<Stage, Cost> with(Stage stage, double ratio) {
    Map<Stage, Cost> costs = usual();
    costs.put(stage, new Cost(ratio, 1));
    return costs;
  }

  private static Map<Stage, Cost> without(Stage stage) {
    Map<Stage, Cost> costs = usual();
    costs.remove(stage);
    return costs;
  }

  @Test
  void whatIsAsItWasOrALittleSlowerIsGood() {
    attempts.add(with(Stage.scrape, 0.29));

    assertThat(attempts.verdict(baseline).good()).isTrue();
    assertThat(attempts.verdict(baseline).lines()).isEmpty();
  }

  @Test
  void halfAsMuchMoreIsARegressionOfThatStage() {
    attempts.add(with(Stage.publish, 0.31));

    Verdict verdict = attempts.verdict(baseline);
    assertThat(verdict.exitCode()).isEqualTo(1);
    assertThat(verdict.lines())
        .hasSize(2)
        .first()
        .isEqualTo(
            "SLOWER: publish: the publisher's CPU for a sample / vmagent's is 0.310, and was 0.200: 55 % more");
  }

  @Test
  void exactlyTheLimitIsTooMuch() {
    attempts.add(with(Stage.parse, 0.75));

    assertThat(attempts.verdict(baseline).regressions())
        .extracting("stage")
        .containsExactly(Stage.parse);
  }

  @Test
  void theLeastOfSeveralLooksCounts() {
    attempts.add(with(Stage.aggregate, 0.9));
    assertThat(attempts.verdict(baseline).regressions()).hasSize(1);

    attempts.add(with(Stage.aggregate, 0.12));
    attempts.add(with(Stage.aggregate, 0.5));

    assertThat(attempts.verdict(baseline).good()).isTrue();
    assertThat(attempts.ratios()).containsEntry(Stage.aggregate, 0.12);
  }

  @Test
  void aLookThatDisturbedTheUnitHidesNothing() {
    attempts.add(with(Stage.scrape, 0.4));
    Map<Stage, Cost> disturbed = usual();
    disturbed.put(Stage.scrape, new Cost(0.4, 3));
    attempts.add(disturbed);

    assertThat(attempts.ratios()).containsEntry(Stage.scrape, 0.4);
    assertThat(attempts.verdict(baseline).exitCode()).isEqualTo(1);
  }

  @Test
  void aStageThatNobodyMeasuredIsNeitherGoodNorSlower() {
    attempts.add(without(Stage.publish));

    Verdict verdict = attempts.verdict(baseline);
    assertThat(verdict.exitCode()).isEqualTo(Verdict.UNKNOWN);
    assertThat(verdict.lines())
        .first()
        .asString()
        .startsWith("COULD NOT MEASURE: publish")
        .doesNotContain("SLOWER");
  }

  @Test
  void whatCannotBeMeasuredIsTriedWithHalfTheTargets() throws InterruptedException {
    Looks looks = (targets, to) -> to.add(targets == 200 ? without(Stage.scrape) : usual());

    assertThat(looks.patiently(200, told::add).unmeasured()).isEmpty();
    assertThat(told).containsExactly("could not measure [scrape] with 200 targets; again with 100");
  }

  @Test
  void aProgramThatEndsIsNotMeasured() throws InterruptedException {
    Looks looks =
        (_, to) -> {
          to.add(usual());
          throw new IOException("worker: no answer");
        };

    assertThat(looks.patiently(200, told::add).verdict(baseline).exitCode())
        .isEqualTo(Verdict.UNKNOWN);
    assertThat(told).hasSize(3).first().asString().contains("worker: no answer");
  }

  @Test
  void aGuardThatFailsItselfIsNotSlowerEither() {
    assertThat(GuardBenchmark.commandLine().getCommandSpec().exitCodeOnExecutionException())
        .isEqualTo(2);
  }

  @Test
  void measuredRatiosAreCommittedToThreeDigits() {
    Map<Stage, Double> ratios = new EnumMap<>(COMMITTED);
    ratios.put(Stage.scrape, 0.123456);

    assertThat(Baseline.measured("abc", ratios).ratios()).containsEntry(Stage.scrape, 0.123);
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
