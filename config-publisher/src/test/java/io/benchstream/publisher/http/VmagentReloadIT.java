package io.benchstream.publisher.http;

import static io.benchstream.publisher.Patience.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.benchstream.local.fetch.Binaries;
import io.benchstream.local.fetch.Tool;
import io.benchstream.local.junit.SharedParts;
import io.benchstream.local.process.Port;
import io.benchstream.local.victoriametrics.LocalVmagent;
import io.benchstream.local.victoriametrics.VmagentDryRun;
import io.benchstream.publisher.files.ConfigDirectory;
import io.benchstream.publisher.rollout.ReloadOutcome;
import io.benchstream.publisher.vmagent.Inventory;
import io.benchstream.publisher.vmagent.SampleTargets;
import io.benchstream.publisher.vmagent.ScrapeConfig;
import io.benchstream.publisher.vmagent.ScrapeConfigRenderer;
import io.benchstream.schemas.Target;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The configuration on a real vmagent. */
@ExtendWith(SharedParts.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VmagentReloadIT {
  private static final Duration CONFIRM_TIMEOUT = Duration.ofSeconds(40);

  /** For what does not come: vmagent 1.79 does not tell of a failure. */
  private static final Duration SHORT_TIMEOUT = Duration.ofSeconds(2);

  private static final String STOPPED =
      "vm_promscrape_scrapers_stopped_total{type=\"static_configs\"}";

  private final ScrapeConfigRenderer renderer = new ScrapeConfigRenderer();
  private final Vertx vertx = Vertx.vertx();
  private final Path directory;
  private final Path config;
  private final ConfigDirectory sink;
  private final LocalVmagent vmagent;
  private final VmagentReload reload;

  VmagentReloadIT(@TempDir Path directory) throws IOException {
    this.directory = directory;
    config = directory.resolve("config");
    sink = new ConfigDirectory(config);
    sink.write(renderer.render(List.of()));
    vmagent =
        LocalVmagent.start(
            new LocalVmagent.Settings(
                Binaries.of(System.err::println).find(Tool.VMAGENT),
                directory.resolve("vmagent"),
                Port.any(),
                config.resolve(ScrapeConfig.MAIN_FILE),
                URI.create("http://127.0.0.1:9/"),
                List.of()));
    reload = new VmagentReload(vertx, vmagent.url(), CONFIRM_TIMEOUT);
  }

  @BeforeEach
  void empty() throws Exception {
    rollOut(List.of());
  }

  @AfterAll
  void stop() throws Exception {
    vmagent.close();
    vertx.close().toCompletionStage().toCompletableFuture().get();
  }

  @Test
  void vmagentAcceptsEverySettingStrictly(VmagentDryRun dryRun) throws IOException {
    Path place = directory.resolve("dry-run");
    new ConfigDirectory(place).write(renderer.render(SampleTargets.everything()));

    assertThat(dryRun.check(place.resolve(ScrapeConfig.MAIN_FILE)))
        .isEqualTo(new VmagentDryRun.Verdict.Accepted());

    Files.writeString(place.resolve(ScrapeConfig.MAIN_FILE), "unknown_key: 1\n");
    assertThat(dryRun.check(place.resolve(ScrapeConfig.MAIN_FILE)))
        .isInstanceOf(VmagentDryRun.Verdict.Rejected.class);
  }

  @Test
  void vmagentAcceptsKubernetesClustersStrictly(VmagentDryRun dryRun) throws IOException {
    Path place = directory.resolve("dry-run-kubernetes");
    new ConfigDirectory(place)
        .write(renderer.render(new Inventory(List.of(), SampleTargets.kubernetesClusters())));

    assertThat(dryRun.check(place.resolve(ScrapeConfig.MAIN_FILE)))
        .isEqualTo(new VmagentDryRun.Verdict.Accepted());
  }

  @Test
  void everyTargetIsSeenWithItsLabelsAsTheyWereMeant() throws Exception {
    assertThat(rollOut(SampleTargets.everything())).isEqualTo(new ReloadOutcome.Confirmed());

    Map<String, Map<String, String>> seen = awaitTargets(SampleTargets.everything().size());
    for (Target target : SampleTargets.everything()) {
      Map<String, String> expected = new HashMap<>(target.getLabels());
      expected.putIfAbsent("job", target.getKind());
      expected.putIfAbsent("instance", target.getAddress());
      expected.values().removeIf(String::isEmpty);
      assertThat(seen).containsEntry(target.getAddress(), expected);
    }
  }

  @Test
  void aChangeIsSeenAtOnceAndTheOthersGoOn() throws Exception {
    List<Target> targets = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      targets.add(SampleTargets.vllm("t" + i, "127.0.0.1:" + (40_000 + i)).build());
    }
    rollOut(targets);
    awaitTargets(20);
    double stopped = metric(STOPPED);
    targets.removeFirst();
    targets.add(SampleTargets.vllm("new", "127.0.0.1:40100").build());

    long started = System.nanoTime();
    assertThat(rollOut(targets)).isEqualTo(new ReloadOutcome.Confirmed());
    assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(10));

    await()
        .untilAsserted(
            () ->
                assertThat(targets())
                    .containsKey("127.0.0.1:40100")
                    .doesNotContainKey("127.0.0.1:40000"));
    await().untilAsserted(() -> assertThat(metric(STOPPED) - stopped).isEqualTo(1));
  }

  @Test
  void whatVmagentRefusesIsNoticed() throws Exception {
    ScrapeConfig next = renderer.render(List.of(SampleTargets.vllm("1", "a:1").build()));
    sink.write(next);
    Files.writeString(config.resolve(next.jobs().firstKey()), "- job_name: [\n");

    assertThat(new VmagentReload(vertx, vmagent.url(), SHORT_TIMEOUT).reload(next))
        .isInstanceOfAny(ReloadOutcome.Refused.class, ReloadOutcome.Unconfirmed.class);

    sink.write(next);
    assertThat(reload.reload(next)).isEqualTo(new ReloadOutcome.Confirmed());
  }

  @Test
  void aConfigurationThatRunsAlreadyIsConfirmedAgain() throws Exception {
    List<Target> targets = List.of(SampleTargets.vllm("1", "a:1").build());
    rollOut(targets);

    assertThat(rollOut(targets)).isEqualTo(new ReloadOutcome.Confirmed());
  }

  @Test
  void aVmagentThatIsAwayIsUnreachable() throws Exception {
    int nobody = Port.any().resolve("nobody");
    VmagentReload away =
        new VmagentReload(vertx, URI.create("http://127.0.0.1:" + nobody), SHORT_TIMEOUT);

    assertThat(away.reload(renderer.render(List.of())))
        .isInstanceOfSatisfying(
            ReloadOutcome.Unreachable.class,
            outcome -> assertThat(outcome.reason()).contains("" + nobody));
  }

  private ReloadOutcome rollOut(List<Target> targets) throws Exception {
    ScrapeConfig next = renderer.render(targets);
    assertThat(next.refused()).isEmpty();
    sink.write(next);
    return reload.reload(next);
  }

  private Map<String, Map<String, String>> awaitTargets(int count) {
    return await().until(this::targets, seen -> seen.size() == count);
  }

  private Map<String, Map<String, String>> targets() throws IOException {
    JsonNode answer = new ObjectMapper().readTree(validJson(page("api/v1/targets")));
    Map<String, Map<String, String>> targets = new HashMap<>();
    for (JsonNode target : answer.at("/data/activeTargets")) {
      Map<String, String> labels = new HashMap<>();
      target.get("labels").properties().forEach(e -> labels.put(e.getKey(), e.getValue().asText()));
      targets.put(target.at("/discoveredLabels/__address__").asText(), labels);
    }
    return targets;
  }

  /** vmagent 1.79 writes control characters with Go's escape, which JSON does not have. */
  private static String validJson(String text) {
    return text.replaceAll("(?<!\\\\)\\\\x([0-9a-f]{2})", "\\\\u00$1");
  }

  private double metric(String series) throws IOException {
    return page("metrics")
        .lines()
        .filter(line -> line.startsWith(series + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
        .sum();
  }

  private String page(String path) throws IOException {
    try (var in = vmagent.url().resolve(path).toURL().openStream()) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }
}
