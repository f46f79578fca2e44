package io.benchstream.cli.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The three laws, over every module. {@link HouseRulesTest} shows that the rules can fail. */
class ArchitectureTest {
  private static final String ROOT = "io.benchstream";

  /** Where the outside begins. Everything else is plain Java. */
  private static final Set<String> EDGES =
      Set.of(
          "io.benchstream.aggregator.replay",
          "io.benchstream.aggregator.topology",
          "io.benchstream.cli.api",
          "io.benchstream.cli.connection",
          "io.benchstream.cli.doctor",
          "io.benchstream.cli.simulator.http",
          "io.benchstream.cli.store",
          "io.benchstream.discovery.http",
          "io.benchstream.discovery.kubernetes",
          "io.benchstream.discovery.service",
          "io.benchstream.gateway.http",
          "io.benchstream.gateway.topic",
          "io.benchstream.local.broker",
          "io.benchstream.local.process",
          "io.benchstream.publisher",
          "io.benchstream.publisher.http",
          "io.benchstream.publisher.intake",
          "io.benchstream.publisher.kubernetes",
          "io.benchstream.runtime.health",
          "io.benchstream.runtime.kafka",
          "io.benchstream.runtime.service",
          "io.benchstream.schemas.registry",
          "io.benchstream.schemas.samples.kafka",
          "io.benchstream.schemas.topics",
          "io.benchstream.scrape.fetch",
          "io.benchstream.scrape.worker");

  private static final JavaClasses ALL =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  /** Avro writes these; they obey its style and not ours. */
  private static final JavaClasses OWN =
      ALL.that(DescribedPredicate.describe("are written by hand", type -> !generated(type)));

  private final HouseRules rules = new HouseRules(ROOT, EDGES);

  private static boolean generated(JavaClass type) {
    return type.getPackageName().equals("io.benchstream.schemas")
        && !type.getSimpleName().equals("package-info");
  }

  @Test
  void everyServiceIsSeen() {
    Set<String> seen =
        OWN.stream()
            .map(type -> type.getPackageName().replaceFirst("^io\\.benchstream\\.([^.]*).*", "$1"))
            .collect(Collectors.toSet());
    assertThat(seen)
        .containsAll(HouseRules.SERVICES)
        .contains("schemas", "relabel", "kpi", "runtime");
    assertThat(ALL.contain(SpecificRecord.class.getName())).isFalse();
  }

  @TestFactory
  List<DynamicTest> servicesKnowNoOtherService() {
    return HouseRules.SERVICES.stream()
        .map(
            service ->
                DynamicTest.dynamicTest(
                    service, () -> rules.servicesKnowNoOtherService(service).check(ALL)))
        .toList();
  }

  @Test
  void librariesKnowNoService() {
    rules.librariesKnowNoService("schemas", List.of()).check(ALL);
    rules.librariesKnowNoService("kpi", List.of("schemas")).check(ALL);
    rules.librariesKnowNoService("relabel", List.of("schemas")).check(ALL);
    rules.librariesKnowNoService("runtime", List.of("schemas")).check(ALL);
    rules.librariesKnowNoService("local", List.of()).check(ALL);
  }

  @Test
  void packagesHaveNoCycles() {
    rules.packagesHaveNoCycles().check(OWN);
  }

  @Test
  void onlyMainAndTheCommandLineKnowPipelines() {
    rules.onlyMainAndTheCommandLineKnowPipelines().check(OWN);
  }

  @Test
  void middleKnowsNoClient() {
    rules.middleKnowsNoClient().check(OWN);
  }

  @Test
  void everyEdgeIsOne() {
    Set<String> edges = new TreeSet<>();
    for (JavaClass type : OWN) {
      if (rules.speaksToTheOutside(type)) {
        edges.add(type.getPackageName());
      }
    }
    assertThat(edges).as("packages that use clients of the outside").containsAll(EDGES);
  }

  @Test
  void noMutableStatics() {
    rules.noMutableStatics().check(OWN);
  }
}
