package io.benchstream.schemas.topics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TargetIdsTest {
  /** Ids are keys of compacted topics: this one must never change. */
  @Test
  void isTheSameForEver() {
    assertThat(
            TargetIds.of(
                "gpu-a", "42", "10.0.0.2:8000", "/metrics", Map.of("collect[]", List.of("cpu"))))
        .isEqualTo("5da82145b926c4584d1b7d6d0c168960");
  }

  @Test
  void tellsTargetsApart() {
    assertThat(
            List.of(
                TargetIds.of("a", null, "h:1", "/metrics", Map.of()),
                TargetIds.of("a", "", "h:1", "/metrics", Map.of()),
                TargetIds.of("a", "b", "h:1", "/metrics", Map.of()),
                TargetIds.of("ab", null, "h:1", "/metrics", Map.of()),
                TargetIds.of("a", "bh", ":1", "/metrics", Map.of()),
                TargetIds.of("a", "b", "h:1", "/m", Map.of("etrics", List.of())),
                TargetIds.of("a", "b", "h:1", "/metrics", Map.of("x", List.of("1", "2"))),
                TargetIds.of("a", "b", "h:1", "/metrics", Map.of("x", List.of("12"))),
                TargetIds.of(
                    "a", "b", "h:1", "/metrics", Map.of("x", List.of("1"), "2", List.of())),
                TargetIds.of("a", "b", "h:1", "/metrics", Map.of("x", List.of("2", "1")))))
        .doesNotHaveDuplicates()
        .allMatch(id -> id.matches("[0-9a-f]{32}"));
  }

  @Test
  void doesNotMindTheOrderOfParams() {
    Map<String, List<String>> oneWay = new LinkedHashMap<>();
    oneWay.put("x", List.of("1"));
    oneWay.put("y", List.of("2"));
    Map<String, List<String>> otherWay = new LinkedHashMap<>();
    otherWay.put("y", List.of("2"));
    otherWay.put("x", List.of("1"));

    assertThat(TargetIds.of("a", null, "h:1", "/", oneWay))
        .isEqualTo(TargetIds.of("a", null, "h:1", "/", otherWay));
  }
}
