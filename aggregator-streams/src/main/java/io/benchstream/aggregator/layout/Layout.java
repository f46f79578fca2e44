package io.benchstream.aggregator.layout;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the KPI series of one target stand in its scrapes and what they feed. Immutable; made by
 * {@link LayoutBuilder} when a keyframe brings other series, used with every scrape.
 *
 * <p>Each counter series has a slot, and feeds one group or several ({@link Use}). Gauges have no
 * slot: their values go to the groups directly. Slots and groups whose series are gone from the
 * page stay for a while, for a series that comes back is not a new one.
 */
public final class Layout {
  /** The time of {@link #slotGoneSince} and {@link #groupGoneSince} for what is there. */
  public static final long PRESENT = Long.MAX_VALUE;

  private final Scope scope;
  private final Map<String, String> labels;
  private final long recipesFingerprint;
  private final List<Part> parts;
  private final List<Group> groups;
  private final long[] groupGoneSince;
  private final boolean[] groupShadowed;
  private final double[][] groupBounds;
  private final int[] gaugeGroups;
  private final long[] slotSeries;
  private final long[] slotGoneSince;
  private final List<Use> uses;

  Layout(
      Scope scope,
      Map<String, String> labels,
      long recipesFingerprint,
      List<Part> parts,
      List<Group> groups,
      long[] groupGoneSince,
      boolean[] groupShadowed,
      double[][] groupBounds,
      int[] gaugeGroups,
      long[] slotSeries,
      long[] slotGoneSince,
      List<Use> uses) {
    this.scope = scope;
    this.labels = Map.copyOf(labels);
    this.recipesFingerprint = recipesFingerprint;
    this.parts = List.copyOf(parts);
    this.groups = List.copyOf(groups);
    this.groupGoneSince = groupGoneSince;
    this.groupShadowed = groupShadowed;
    this.groupBounds = groupBounds;
    this.gaugeGroups = gaugeGroups;
    this.slotSeries = slotSeries;
    this.slotGoneSince = slotGoneSince;
    this.uses = List.copyOf(uses);
  }

  /**
   * Cluster and job of a target.
   *
   * @param cluster empty where the scrape does not say
   * @param job null for a target of the cluster itself
   */
  public record Scope(String cluster, @Nullable String job) {
    /** The scope as text, for keys. */
    public String key() {
      return cluster + '\0' + (job == null ? "" : job);
    }
  }

  /**
   * A counter feeding a group.
   *
   * @param bucket index into {@link #bounds} for a bucket, otherwise -1
   */
  public record Use(int slot, int group, Role role, int bucket) {}

  /**
   * The positions in one part of a scrape. The arrays are shared and must not be changed.
   *
   * @param seriesSetId of the part's series
   * @param counterPositions positions of counters among the part's values, rising
   * @param counterSlots their slots
   * @param gaugePositions positions of gauges, rising
   * @param gaugeOrdinals for each the ordinal of its group among {@link #gaugeGroup}
   * @param gaugeDenominators for each whether it is the denominator of a ratio
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Part(
      long seriesSetId,
      int[] counterPositions,
      int[] counterSlots,
      int[] gaugePositions,
      int[] gaugeOrdinals,
      boolean[] gaugeDenominators) {
    /** A part without series, whose set has the id 0. */
    public static final Part EMPTY =
        new Part(0, new int[0], new int[0], new int[0], new int[0], new boolean[0]);
  }

  public Scope scope() {
    return scope;
  }

  /** Labels common to the target's series: those of the target and of its job. */
  public Map<String, String> labels() {
    return labels;
  }

  /** The recipes that it was made with. */
  public long recipesFingerprint() {
    return recipesFingerprint;
  }

  /** The part, or null where no keyframe of it was seen. */
  public @Nullable Part part(int number) {
    return number < parts.size() ? parts.get(number) : null;
  }

  List<Part> parts() {
    return parts;
  }

  public int slots() {
    return slotSeries.length;
  }

  public List<Group> groups() {
    return groups;
  }

  /** Count of the groups that are fed by gauges. */
  public int gauges() {
    return gaugeGroups.length;
  }

  /** Index of a group that is fed by gauges. */
  public int gaugeGroup(int ordinal) {
    return gaugeGroups[ordinal];
  }

  /** Upper bounds of a histogram's buckets, rising; shared, must not be changed. */
  public double[] bounds(int group) {
    return groupBounds[group];
  }

  /** When the group's last series went, or {@link #PRESENT}. */
  public long groupGoneSince(int group) {
    return groupGoneSince[group];
  }

  /** Whether the page has the KPI under a newer name too. */
  public boolean shadowed(int group) {
    return groupShadowed[group];
  }

  public List<Use> uses() {
    return uses;
  }

  long slotSeries(int slot) {
    return slotSeries[slot];
  }

  long slotGoneSince(int slot) {
    return slotGoneSince[slot];
  }
}
