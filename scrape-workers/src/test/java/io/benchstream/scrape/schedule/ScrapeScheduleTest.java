package io.benchstream.scrape.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ScrapeScheduleTest {
  private final ScrapeSchedule<String> schedule = new ScrapeSchedule<>();

  @Test
  void givesOutWhatIsDueInItsOrder() {
    schedule.add("b", new Cadence(100, 20), 1_020);
    schedule.add("a", new Cadence(100, 10), 1_010);
    schedule.add("c", new Cadence(100, 30), 1_030);

    assertThat(schedule.next()).isEqualTo(1_010);
    assertThat(due(1_009)).isEmpty();
    assertThat(due(1_020)).containsExactly("a@1010", "b@1020");
    assertThat(due(1_110)).containsExactly("c@1030", "a@1110");
  }

  @Test
  void followsTheCadenceAfterTheFirstTime() {
    schedule.add("a", new Cadence(1_000, 500), 42);

    assertThat(due(42)).containsExactly("a@42");
    assertThat(schedule.next()).isEqualTo(500);
    assertThat(due(503)).containsExactly("a@500");
    assertThat(schedule.next()).isEqualTo(1_500);
  }

  @Test
  void doesNotMakeUpForWhatHasPassed() {
    schedule.add("a", new Cadence(100, 0), 1_000);

    ScrapeSchedule.Due<String> due = schedule.poll(1_350);

    assertThat(due).isEqualTo(new ScrapeSchedule.Due<>("a", 1_000, 3));
    assertThat(schedule.next()).isEqualTo(1_400);
    assertThat(schedule.poll(1_350)).isNull();
    assertThat(schedule.poll(1_400)).isEqualTo(new ScrapeSchedule.Due<>("a", 1_400, 0));
  }

  @Test
  void takesTargetsOut() {
    ScrapeSchedule.Slot<String> a = schedule.add("a", new Cadence(100, 0), 1_000);
    schedule.add("b", new Cadence(100, 0), 1_001);

    schedule.remove(a);
    schedule.remove(a);

    assertThat(schedule.size()).isEqualTo(1);
    assertThat(due(2_000)).containsExactly("b@1001");
  }

  @Test
  void comesBackWhenTheClockIsSetBack() {
    schedule.add("a", new Cadence(100, 0), 10_000);
    schedule.add("b", new Cadence(100, 50), 9_050);

    schedule.clockSetBack(5_000);

    assertThat(due(5_100)).containsExactly("b@5050", "a@5100");
  }

  @Test
  void isEmptyAtFirst() {
    assertThat(schedule.next()).isEqualTo(Long.MAX_VALUE);
    assertThat(schedule.poll(Long.MAX_VALUE - 1)).isNull();
  }

  @Test
  void agreesWithASortedList() {
    Random random = new Random(3);
    Map<String, Long> expected = new HashMap<>();
    Map<String, ScrapeSchedule.Slot<String>> slots = new HashMap<>();
    for (int i = 0; i < 3_000; i++) {
      String name = "t" + random.nextInt(200);
      ScrapeSchedule.Slot<String> slot = slots.remove(name);
      if (slot != null) {
        schedule.remove(slot);
        expected.remove(name);
      } else {
        long first = random.nextInt(10_000);
        slots.put(name, schedule.add(name, new Cadence(1_000_000, 0), first));
        expected.put(name, first);
      }
    }
    List<String> inOrder = new ArrayList<>();
    expected.entrySet().stream()
        .sorted(Map.Entry.comparingByValue())
        .forEach(entry -> inOrder.add("@" + entry.getValue()));

    assertThat(due(10_000).stream().map(due -> due.replaceFirst(".*@", "@")))
        .containsExactlyElementsOf(inOrder);
  }

  private List<String> due(long now) {
    List<String> due = new ArrayList<>();
    for (ScrapeSchedule.Due<String> next; (next = schedule.poll(now)) != null; ) {
      due.add(next.target() + "@" + next.due());
    }
    return due;
  }
}
