package io.benchstream.publisher.vmagent;

import static org.assertj.core.api.Assertions.assertThat;

import io.benchstream.schemas.Collector;
import io.benchstream.schemas.Target;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TargetListTest {
  private final TargetList list = new TargetList();

  @Test
  void howATargetIsScrapedIsInItsLabels() {
    Target target =
        SampleTargets.vllm("1", "a:1")
            .setScheme("https")
            .setPath("/probe")
            .setParams(Map.of("module", List.of("a&b")))
            .build();

    assertThat(list.byJob(List.of(target)))
        .containsOnly(
            Map.entry(
                "serve-1",
                "[{\"targets\":[\"a:1\"],\"labels\":{\"__metrics_path__\":\"/probe\","
                    + "\"__param_module\":\"a&b\",\"__scheme__\":\"https\","
                    + "\"__scrape_interval__\":\"15s\",\"__scrape_timeout__\":\"10s\","
                    + "\"cluster\":\"alpha\",\"instance\":\"a:1\",\"job\":\"serve-1\"}}]"));
  }

  @Test
  void aJobIsItsLabelAndOtherwiseTheKind() {
    Target labelled = SampleTargets.vllm("1", "a:1").setLabels(Map.of("job", "x")).build();
    Target plain = SampleTargets.vllm("2", "a:2").setLabels(Map.of()).build();

    assertThat(list.byJob(List.of(labelled, plain))).containsOnlyKeys("x", "vllm");
  }

  @Test
  void whatWouldSpoilTheListOrIsNotForAnAgentIsLeftOut() {
    Target good = SampleTargets.vllm("1", "a:1").build();
    Target refused = SampleTargets.vllm("2", "nowhere").build();
    Target twoValues =
        SampleTargets.vllm("3", "a:3").setParams(Map.of("p", List.of("1", "2"))).build();
    Target ofWorkers =
        SampleTargets.vllm("4", "a:4")
            .setSettings(SampleTargets.settings().setCollector(Collector.WORKERS).build())
            .build();

    assertThat(list.byJob(List.of(good, refused, twoValues, ofWorkers)))
        .isEqualTo(list.byJob(List.of(good)));
  }

  @Test
  void theSameTargetsGiveTheSameBytesInAnyOrder() {
    List<Target> targets = new ArrayList<>(SampleTargets.everything());
    Map<String, String> first = list.byJob(targets);
    Random random = new Random(3);
    for (int i = 0; i < 20; i++) {
      Collections.shuffle(targets, random);
      assertThat(list.byJob(targets)).isEqualTo(first);
    }
  }
}
