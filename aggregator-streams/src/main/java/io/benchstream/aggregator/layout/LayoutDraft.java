package io.benchstream.aggregator.layout;

import io.benchstream.aggregator.recipe.Definition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A layout in the making: slots, groups and parts as objects, turned into arrays at the end. */
final class LayoutDraft {
  /** More series than these of one target are left out: its state must fit into one record. */
  static final int MAX_SLOTS = 30_000;

  static final int MAX_GROUPS = 2_000;

  /** A counter series. */
  static final class Slot {
    final long series;
    final int oldIndex;
    long goneSince;
    final Set<Feeding> feeds = new HashSet<>();
    int index;

    Slot(long series, int oldIndex, long goneSince) {
      this.series = series;
      this.oldIndex = oldIndex;
      this.goneSince = goneSince;
    }
  }

  record Feeding(GroupEntry group, Role role, double bound) {}

  /** A group, compared by identity. */
  static final class GroupEntry {
    final Group group;
    final int oldGauge;
    long goneSince;
    int index;

    GroupEntry(Group group, int oldGauge, long goneSince) {
      this.group = group;
      this.oldGauge = oldGauge;
      this.goneSince = goneSince;
    }

    boolean gauge() {
      return group.recipe().definition() instanceof Definition.Gauge
          || (group.recipe().definition() instanceof Definition.Ratio ratio
              && ratio.of() == Definition.Operands.GAUGES);
    }
  }

  record GaugeEntry(int position, GroupEntry group, boolean denominator) {}

  record CounterEntry(int position, Slot slot) {}

  /** One part's positions. */
  static final class PartEntry {
    final long seriesSetId;
    final List<CounterEntry> counters = new ArrayList<>();
    final List<GaugeEntry> gauges = new ArrayList<>();

    PartEntry(long seriesSetId) {
      this.seriesSetId = seriesSetId;
    }
  }

  final Map<Long, Slot> slots = new LinkedHashMap<>();
  final Map<Group, GroupEntry> groups = new LinkedHashMap<>();
  final List<PartEntry> parts = new ArrayList<>();
  int leftOut;

  LayoutDraft(@Nullable Layout old) {
    if (old == null) {
      return;
    }
    List<GroupEntry> oldGroups = new ArrayList<>();
    Map<Integer, Integer> gaugeByGroup = new HashMap<>();
    for (int ordinal = 0; ordinal < old.gauges(); ordinal++) {
      gaugeByGroup.put(old.gaugeGroup(ordinal), ordinal);
    }
    for (int i = 0; i < old.groups().size(); i++) {
      GroupEntry entry =
          new GroupEntry(
              old.groups().get(i), gaugeByGroup.getOrDefault(i, -1), old.groupGoneSince(i));
      oldGroups.add(entry);
      groups.put(entry.group, entry);
    }
    List<Slot> oldSlots = new ArrayList<>();
    for (int i = 0; i < old.slots(); i++) {
      Slot slot = new Slot(old.slotSeries(i), i, old.slotGoneSince(i));
      oldSlots.add(slot);
      slots.put(slot.series, slot);
    }
    for (Layout.Use use : old.uses()) {
      double bound = use.bucket() < 0 ? 0 : old.bounds(use.group())[use.bucket()];
      oldSlots
          .get(use.slot())
          .feeds
          .add(new Feeding(oldGroups.get(use.group()), use.role(), bound));
    }
    for (Layout.Part part : old.parts()) {
      PartEntry entry = new PartEntry(part.seriesSetId());
      for (int i = 0; i < part.counterPositions().length; i++) {
        entry.counters.add(
            new CounterEntry(part.counterPositions()[i], oldSlots.get(part.counterSlots()[i])));
      }
      for (int i = 0; i < part.gaugePositions().length; i++) {
        int group = old.gaugeGroup(part.gaugeOrdinals()[i]);
        entry.gauges.add(
            new GaugeEntry(
                part.gaugePositions()[i], oldGroups.get(group), part.gaugeDenominators()[i]));
      }
      parts.add(entry);
    }
  }

  /** The slot of a counter series, or null where there are too many. */
  @Nullable Slot slot(long series) {
    Slot slot = slots.get(series);
    if (slot == null && slots.size() < MAX_SLOTS) {
      slot = new Slot(series, -1, Layout.PRESENT);
      slots.put(series, slot);
    }
    return slot;
  }

  /** The group, or null where there are too many. */
  @Nullable GroupEntry group(Group group) {
    GroupEntry entry = groups.get(group);
    if (entry == null && groups.size() < MAX_GROUPS) {
      entry = new GroupEntry(group, -1, Layout.PRESENT);
      groups.put(group, entry);
    }
    return entry;
  }

  /** Marks what no part has any more, and forgets what is gone since before {@code horizon}. */
  void settle(long now, long horizon) {
    Set<Slot> liveSlots = new HashSet<>();
    Set<GroupEntry> liveGroups = new HashSet<>();
    for (PartEntry part : parts) {
      part.counters.forEach(counter -> liveSlots.add(counter.slot()));
      part.gauges.forEach(gauge -> liveGroups.add(gauge.group()));
    }
    liveSlots.forEach(slot -> slot.feeds.forEach(feed -> liveGroups.add(feed.group())));
    for (Slot slot : slots.values()) {
      slot.goneSince = goneSince(liveSlots.contains(slot), slot.goneSince, now);
    }
    for (GroupEntry group : groups.values()) {
      group.goneSince = goneSince(liveGroups.contains(group), group.goneSince, now);
    }
    groups.values().removeIf(group -> group.goneSince < horizon);
    slots
        .values()
        .forEach(slot -> slot.feeds.removeIf(feed -> !groups.containsKey(feed.group().group)));
    slots.values().removeIf(slot -> slot.goneSince < horizon || slot.feeds.isEmpty());
    parts.forEach(part -> part.counters.removeIf(counter -> counter.slot().feeds.isEmpty()));
  }

  private static long goneSince(boolean live, long before, long now) {
    return live ? Layout.PRESENT : Math.min(before, now);
  }

  LayoutChange build(Layout.Scope scope, Map<String, String> labels, long recipesFingerprint) {
    int next = 0;
    for (GroupEntry group : groups.values()) {
      group.index = next++;
    }
    next = 0;
    for (Slot slot : slots.values()) {
      slot.index = next++;
    }
    List<GroupEntry> gauges = groups.values().stream().filter(GroupEntry::gauge).toList();
    double[][] bounds = bounds();
    Layout layout =
        new Layout(
            scope,
            labels,
            recipesFingerprint,
            parts.stream().map(part -> part(part, gauges)).toList(),
            groups.values().stream().map(entry -> entry.group).toList(),
            groups.values().stream().mapToLong(entry -> entry.goneSince).toArray(),
            shadowed(),
            bounds,
            gauges.stream().mapToInt(entry -> entry.index).toArray(),
            slots.values().stream().mapToLong(slot -> slot.series).toArray(),
            slots.values().stream().mapToLong(slot -> slot.goneSince).toArray(),
            uses(bounds));
    return new LayoutChange(
        layout,
        slots.values().stream().mapToInt(slot -> slot.oldIndex).toArray(),
        gauges.stream().mapToInt(entry -> entry.oldGauge).toArray(),
        leftOut);
  }

  private double[][] bounds() {
    List<TreeSet<Double>> sorted = new ArrayList<>();
    groups.values().forEach(group -> sorted.add(new TreeSet<>()));
    for (Slot slot : slots.values()) {
      for (Feeding feed : slot.feeds) {
        if (feed.role() == Role.BUCKET) {
          sorted.get(feed.group().index).add(feed.bound());
        }
      }
    }
    return sorted.stream()
        .map(set -> set.stream().mapToDouble(Double::doubleValue).toArray())
        .toArray(double[][]::new);
  }

  private List<Layout.Use> uses(double[][] bounds) {
    List<Layout.Use> uses = new ArrayList<>();
    for (Slot slot : slots.values()) {
      for (Feeding feed : slot.feeds) {
        int group = feed.group().index;
        int bucket =
            feed.role() == Role.BUCKET
                ? java.util.Arrays.binarySearch(bounds[group], feed.bound())
                : -1;
        uses.add(new Layout.Use(slot.index, group, feed.role(), bucket));
      }
    }
    // The order in which increases are added, and so the last bit of a sum, must not be chance: by
    // series and not by slot, since slots are in the order in which the series were first seen.
    List<Slot> byIndex = List.copyOf(slots.values());
    uses.sort(
        java.util.Comparator.comparingInt(Layout.Use::group)
            .thenComparing(Layout.Use::role)
            .thenComparingInt(Layout.Use::bucket)
            .thenComparingLong(use -> byIndex.get(use.slot()).series));
    return uses;
  }

  private boolean[] shadowed() {
    Map<String, Integer> lowest = new HashMap<>();
    for (GroupEntry entry : groups.values()) {
      if (entry.goneSince == Layout.PRESENT) {
        lowest.merge(entry.group.recipe().name(), entry.group.rank(), Math::min);
      }
    }
    boolean[] shadowed = new boolean[groups.size()];
    for (GroupEntry entry : groups.values()) {
      int rank = entry.group.rank();
      shadowed[entry.index] = rank > lowest.getOrDefault(entry.group.recipe().name(), rank);
    }
    return shadowed;
  }

  private static Layout.Part part(PartEntry part, List<GroupEntry> gauges) {
    Map<GroupEntry, Integer> ordinals = new HashMap<>();
    for (int i = 0; i < gauges.size(); i++) {
      ordinals.put(gauges.get(i), i);
    }
    List<GaugeEntry> present =
        part.gauges.stream().filter(entry -> ordinals.containsKey(entry.group())).toList();
    boolean[] denominators = new boolean[present.size()];
    int[] groupOrdinals = new int[present.size()];
    for (int i = 0; i < present.size(); i++) {
      denominators[i] = present.get(i).denominator();
      groupOrdinals[i] = ordinals.getOrDefault(present.get(i).group(), -1);
    }
    return new Layout.Part(
        part.seriesSetId,
        part.counters.stream().mapToInt(CounterEntry::position).toArray(),
        part.counters.stream().mapToInt(counter -> counter.slot().index).toArray(),
        present.stream().mapToInt(GaugeEntry::position).toArray(),
        groupOrdinals,
        denominators);
  }
}
