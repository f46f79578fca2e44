package io.benchstream.cli.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;

/**
 * The three laws as rules over the classes below one root package. The root is a parameter so that
 * the rules can be tried on classes that break them.
 */
final class HouseRules {
  static final Set<String> SERVICES =
      Set.of("discovery", "scrape", "aggregator", "publisher", "gateway");

  /** Types that belong at the edges: clients of Kafka, HTTP, the registry, Kubernetes. */
  private static final String[] EDGE_TYPES = {
    "org.apache.kafka..",
    "io.vertx..",
    "java.net.http..",
    "io.apicurio..",
    "io.fabric8..",
    "org.springframework..",
    "okhttp3.."
  };

  private final String root;
  private final Set<String> edgePackages;

  /**
   * Rules for one code base.
   *
   * @param root for example {@code io.benchstream}
   * @param edgePackages full names of the packages that may speak to the outside
   */
  HouseRules(String root, Set<String> edgePackages) {
    this.root = root;
    this.edgePackages = edgePackages;
  }

  /**
   * First law: services meet on topics; a service knows itself, schemas, relabel, kpi and runtime.
   */
  ArchRule servicesKnowNoOtherService(String service) {
    return noClasses()
        .that()
        .resideInAPackage(below(service))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            Stream.concat(
                    SERVICES.stream().filter(other -> !other.equals(service)),
                    Stream.of("cli", "local"))
                .map(this::below)
                .toArray(String[]::new))
        .because(
            "a service depends on schemas, relabel, kpi and runtime, never on another service");
  }

  /** First law: what everybody uses knows nobody who uses it. */
  ArchRule librariesKnowNoService(String library, List<String> mayKnow) {
    return noClasses()
        .that()
        .resideInAPackage(below(library))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            Stream.concat(
                    SERVICES.stream(),
                    Stream.of("cli", "local", "runtime", "kpi", "relabel", "schemas"))
                .filter(other -> !other.equals(library) && !mayKnow.contains(other))
                .map(this::below)
                .toArray(String[]::new))
        .because("imports point upstream");
  }

  /** Second law: imports point upstream, so packages have an order. */
  ArchRule packagesHaveNoCycles() {
    return slices()
        .matching(root + ".(**)")
        .should()
        .beFreeOfCycles()
        .because("data flows downstream and imports point upstream");
  }

  /** Second law: one class wires the stages of a service, and no stage knows it. */
  ArchRule onlyMainAndTheCommandLineKnowPipelines() {
    return classes()
        .that()
        .haveSimpleNameEndingWith("Pipeline")
        .and()
        .areTopLevelClasses()
        .should()
        .onlyHaveDependentClassesThat(
            describe(
                "are in the pipeline's own package, the service's root package, or cli",
                type ->
                    type.getPackageName().startsWith(root + ".cli")
                        || SERVICES.stream()
                            .anyMatch(
                                service ->
                                    type.getPackageName().equals(root + "." + service)
                                        || type.getPackageName()
                                            .equals(root + "." + service + ".service"))))
        .because("a stage never knows the whole");
  }

  /** Third law: Kafka and HTTP client types stay at the edges. */
  ArchRule middleKnowsNoClient() {
    return noClasses()
        .that(
            describe(
                "are in the middle",
                type ->
                    type.getPackageName().startsWith(root + ".")
                        && !edgePackages.contains(type.getPackageName())))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(EDGE_TYPES)
        .because("the middle is plain Java and can be tested without broker and network");
  }

  /** True for a class that the third law keeps out of the middle. */
  boolean speaksToTheOutside(JavaClass type) {
    return type.getDirectDependenciesFromSelf().stream()
        .map(dependency -> dependency.getTargetClass().getPackageName())
        .anyMatch(
            name ->
                Arrays.stream(EDGE_TYPES)
                    .map(edge -> edge.substring(0, edge.length() - 2))
                    .anyMatch(edge -> name.equals(edge) || name.startsWith(edge + ".")));
  }

  /** Third law: two instances live in one JVM. */
  ArchRule noMutableStatics() {
    return fields()
        .that()
        .areStatic()
        .should()
        .beFinal()
        .andShould()
        .notHaveRawType(describe("hold state that changes", HouseRules::mutable))
        .because("two instances must be able to live in one JVM");
  }

  private static boolean mutable(JavaClass type) {
    boolean concreteCollection =
        !type.isInterface()
            && (type.isAssignableTo(Collection.class) || type.isAssignableTo(java.util.Map.class));
    return type.getPackageName().equals("java.util.concurrent.atomic")
        || concreteCollection
        || type.isAssignableTo(ConcurrentMap.class)
        || type.isAssignableTo(ThreadLocal.class)
        || type.isAssignableTo(StringBuilder.class);
  }

  private String below(String part) {
    return root + "." + part + "..";
  }

  private static <T> DescribedPredicate<T> describe(
      String description, java.util.function.Predicate<T> predicate) {
    return DescribedPredicate.describe(description, predicate);
  }
}
