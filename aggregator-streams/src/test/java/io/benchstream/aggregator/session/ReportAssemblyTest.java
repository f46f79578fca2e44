package io.benchstream.aggregator.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.benchstream.schemas.OffsetRange;
import io.benchstream.schemas.SessionReport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReportAssemblyTest {
  private static final long NOW = 1_000_000_060_000L;

  private final Map<String, byte[]> stored = new HashMap<>();
  private final List<String> keys = new ArrayList<>();
  private final List<@Nullable SessionReport> reports = new ArrayList<>();
  private final AssemblyStore store =
      new AssemblyStore() {
        @Override
        public void save(String key, byte[] value) {
          stored.put(key, value);
        }

        @Override
        public byte @Nullable [] find(String key) {
          return stored.get(key);
        }

        @Override
        public void delete(String key) {
          stored.remove(key);
        }
      };

  private void accept(Answer answer) {
    // Each time as after a restart, and through the bytes of the topic.
    new ReportAssembly(
            store,
            (key, report) -> {
              keys.add(key);
              reports.add(report);
            })
        .accept(Answer.of(answer.toBytes()), NOW);
  }

  private static Answer.Part part(long number, int answers, String target, int partition) {
    return new Answer.Part(
        "s",
        number,
        answers,
        SessionReport.newBuilder()
            .setSessionId("s")
            .setWindowStart(Instant.ofEpochMilli(NOW - 50_000))
            .setWindowEnd(Instant.ofEpochMilli(NOW - 10_000))
            .setCreatedAt(Instant.EPOCH)
            .setKpis(List.of())
            .setTargetIds(List.of(target))
            .setRecipeVersion("")
            .setOffsets(
                List.of(
                    new OffsetRange(partition, 10L, 20L), new OffsetRange(9, (long) partition, 9L)))
            .build());
  }

  @Test
  void aReportComesWithItsLastPart() {
    accept(part(1, 3, "a", 0));
    accept(part(1, 3, "b", 1));
    assertThat(reports).isEmpty();
    accept(part(1, 3, "c", 2));
    assertThat(keys).containsExactly("s");
    SessionReport report = reports.getFirst();
    assertThat(report).isNotNull();
    assertThat(report.getTargetIds()).containsExactly("a", "b", "c");
    assertThat(report.getCreatedAt()).isEqualTo(Instant.ofEpochMilli(NOW));
    assertThat(report.getOffsets())
        .containsExactly(
            new OffsetRange(0, 10L, 20L),
            new OffsetRange(1, 10L, 20L),
            new OffsetRange(2, 10L, 20L),
            new OffsetRange(9, 0L, 9L));
    assertThat(stored).hasSize(1);
  }

  @Test
  void partsOfAnEarlierRequestAreLeftOut() {
    accept(part(1, 2, "old", 0));
    accept(part(2, 2, "a", 0));
    accept(part(1, 2, "old", 1));
    assertThat(reports).isEmpty();
    accept(part(2, 2, "b", 1));
    accept(part(1, 2, "old", 1));
    assertThat(reports).hasSize(1);
    SessionReport report = reports.getFirst();
    assertThat(report).isNotNull();
    assertThat(report.getTargetIds()).containsExactly("a", "b");
  }

  @Test
  void aSessionThatIsGoneEndsItsReports() {
    accept(part(1, 1, "a", 0));
    accept(new Answer.Removed("s", 5, List.of("", "w")));
    accept(part(2, 1, "late", 0));
    assertThat(keys).containsExactly("s", "s", "s/w");
    assertThat(reports.subList(1, 3)).containsOnlyNulls();
  }
}
