package io.benchstream.cli.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import io.benchstream.cli.architecture.fixture.discovery.event.MutableState;
import io.benchstream.cli.architecture.fixture.discovery.event.StageThatKnowsThePipeline;
import io.benchstream.cli.architecture.fixture.discovery.inventory.InventoryThatScrapes;
import io.benchstream.cli.architecture.fixture.scrape.fetch.Fetcher;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The rules can fail: each on a fixture that breaks it. */
class HouseRulesTest {
  private static final String FIXTURE = "io.benchstream.cli.architecture.fixture";
  private static final JavaClasses BROKEN = new ClassFileImporter().importPackages(FIXTURE);

  private final HouseRules rules = new HouseRules(FIXTURE, Set.of(FIXTURE + ".scrape.fetch"));

  @Test
  void serviceThatUsesAnother() {
    assertBroken(
        rules.servicesKnowNoOtherService("discovery"), InventoryThatScrapes.class.getSimpleName());
    rules.servicesKnowNoOtherService("scrape").check(BROKEN);
  }

  @Test
  void libraryThatUsesAService() {
    assertBroken(
        new HouseRules(FIXTURE, Set.of()).librariesKnowNoService("discovery", List.of()),
        InventoryThatScrapes.class.getSimpleName());
  }

  @Test
  void packagesInACycle() {
    assertBroken(rules.packagesHaveNoCycles(), "Cycle detected");
  }

  @Test
  void stageThatKnowsThePipeline() {
    assertBroken(
        rules.onlyMainAndTheCommandLineKnowPipelines(),
        StageThatKnowsThePipeline.class.getSimpleName());
  }

  @Test
  void middleWithAClient() {
    assertBroken(
        new HouseRules(FIXTURE, Set.of()).middleKnowsNoClient(), Fetcher.class.getSimpleName());
    rules.middleKnowsNoClient().check(BROKEN);
  }

  @Test
  void mutableStatics() {
    assertThatThrownBy(() -> rules.noMutableStatics().check(BROKEN))
        .isInstanceOf(AssertionError.class)
        .message()
        .contains(
            MutableState.class.getSimpleName() + ".notFinal",
            MutableState.class.getSimpleName() + ".counter",
            MutableState.class.getSimpleName() + ".cache")
        .doesNotContain(MutableState.class.getSimpleName() + ".NAMES");
  }

  private static void assertBroken(ArchRule rule, String expected) {
    assertThat(rule.evaluate(BROKEN).getFailureReport().getDetails())
        .anySatisfy(detail -> assertThat(detail).contains(expected));
  }
}
