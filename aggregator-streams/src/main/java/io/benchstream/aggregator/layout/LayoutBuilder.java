package io.benchstream.aggregator.layout;

import io.benchstream.aggregator.recipe.Definition;
import io.benchstream.aggregator.recipe.LabelMatcher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes a target's layout from a keyframe and the layout before it. Immutable. */
public final class LayoutBuilder {
  /** A line that may feed a KPI. */
  private record KpiLine(int position, SeriesLabels series) {}

  /** Numerator or denominator of a ratio. */
  private record Operand(String recipe, Role role) {
    static Operand of(RecipeIndex.Feed feed) {
      return new Operand(feed.recipe().name(), feed.role());
    }
  }

  private final RecipeIndex index;
  private final long retentionMs;

  /**
   * @param retention how long series that are gone from the page are remembered
   */
  public LayoutBuilder(RecipeIndex index, Duration retention) {
    this.index = index;
    this.retentionMs = retention.toMillis();
  }

  /** The recipes that layouts are made with. */
  public RecipeIndex index() {
    return index;
  }

  /**
   * The layout after a keyframe.
   *
   * @param old the target's layout so far, or null
   * @param part number of the part that the keyframe is of
   * @param parts count of parts
   * @param seriesText the part's series in the order of its values, one a line
   * @param labels labels common to the scrape
   * @param now time of the scrape, in milliseconds since the epoch
   */
  public LayoutChange build(
      @Nullable Layout old,
      int part,
      int parts,
      long seriesSetId,
      String seriesText,
      Map<String, String> labels,
      long now) {
    LayoutDraft draft = new LayoutDraft(old);
    dropStaleRecipes(draft);
    while (draft.parts.size() < parts) {
      draft.parts.add(new LayoutDraft.PartEntry(0));
    }
    while (draft.parts.size() > parts) {
      draft.parts.removeLast();
    }
    LayoutDraft.PartEntry entry = new LayoutDraft.PartEntry(seriesSetId);
    draft.parts.set(part, entry);
    Set<LayoutDraft.Slot> refreshed = new HashSet<>();
    List<KpiLine> lines = kpiLines(draft, seriesText);
    Map<Operand, Integer> newest = newestNames(lines, labels);
    for (KpiLine line : lines) {
      add(draft, entry, line.series(), labels, line.position(), newest, refreshed);
    }
    draft.settle(now, now - retentionMs);
    String job = labels.get("job");
    Layout.Scope scope = new Layout.Scope(labels.getOrDefault("cluster", ""), job);
    return draft.build(scope, labels, index.recipes().fingerprint());
  }

  /** The lines that may feed a KPI. */
  private List<KpiLine> kpiLines(LayoutDraft draft, String seriesText) {
    List<KpiLine> lines = new ArrayList<>();
    int position = 0;
    for (int start = 0; start < seriesText.length(); position++) {
      int end = seriesText.indexOf('\n', start);
      end = end < 0 ? seriesText.length() : end;
      String line = seriesText.substring(start, end);
      start = end + 1;
      if (!index.feeds(SeriesText.name(line)).isEmpty()) {
        SeriesLabels series = SeriesText.parse(line).orElse(null);
        if (series == null) {
          draft.leftOut++;
        } else {
          lines.add(new KpiLine(position, series));
        }
      }
    }
    return lines;
  }

  /**
   * For each operand of each ratio the rank of the newest of its names that the part has. One
   * operand may have been renamed where the other was not, so each has a choice of its own.
   */
  private Map<Operand, Integer> newestNames(List<KpiLine> lines, Map<String, String> common) {
    Map<Operand, Integer> newest = new HashMap<>();
    for (KpiLine line : lines) {
      for (RecipeIndex.Feed feed : index.feeds(line.series().name())) {
        if (isRatio(feed) && matches(feed, line.series(), common)) {
          newest.merge(Operand.of(feed), feed.rank(), Math::min);
        }
      }
    }
    return newest;
  }

  private static boolean isRatio(RecipeIndex.Feed feed) {
    return feed.recipe().definition() instanceof Definition.Ratio;
  }

  /** Series that a changed recipe no longer feeds, or feeds otherwise, go. */
  private void dropStaleRecipes(LayoutDraft draft) {
    draft.groups.values().removeIf(entry -> !isCurrent(entry.group));
    draft.parts.forEach(part -> part.gauges.removeIf(gauge -> !isCurrent(gauge.group().group)));
    for (LayoutDraft.Slot slot : draft.slots.values()) {
      slot.feeds.removeIf(feed -> !isCurrent(feed.group().group));
    }
  }

  private boolean isCurrent(Group group) {
    return index
        .recipes()
        .find(group.recipe().name())
        .filter(recipe -> recipe.definitionId() == group.recipe().definitionId())
        .isPresent();
  }

  private void add(
      LayoutDraft draft,
      LayoutDraft.PartEntry part,
      SeriesLabels series,
      Map<String, String> common,
      int position,
      Map<Operand, Integer> newest,
      Set<LayoutDraft.Slot> refreshed) {
    List<RecipeIndex.Feed> feeds = index.feeds(series.name());
    LayoutDraft.@Nullable Slot slot = null;
    for (RecipeIndex.Feed feed : feeds) {
      if (!matches(feed, series, common)
          || feed.rank() > newest.getOrDefault(Operand.of(feed), feed.rank())) {
        continue;
      }
      double bound = feed.role() == Role.BUCKET ? bound(series.labels().get("le")) : 0;
      LayoutDraft.GroupEntry group = draft.group(group(feed, series, common));
      if (group == null || Double.isNaN(bound)) {
        draft.leftOut++;
        continue;
      }
      if (feed.gauge()) {
        part.gauges.add(
            new LayoutDraft.GaugeEntry(position, group, feed.role() == Role.DENOMINATOR));
        continue;
      }
      if (slot == null) {
        slot = draft.slot(series.id());
        if (slot == null) {
          draft.leftOut++;
          return;
        }
        if (!refreshed.add(slot)) {
          // The page has the series twice; the first counts.
          return;
        }
        slot.feeds.clear();
        part.counters.add(new LayoutDraft.CounterEntry(position, slot));
      }
      slot.feeds.add(new LayoutDraft.Feeding(group, feed.role(), bound));
    }
  }

  private static boolean matches(
      RecipeIndex.Feed feed, SeriesLabels series, Map<String, String> common) {
    for (LabelMatcher matcher : feed.selector().match()) {
      if (!matcher.matches(label(matcher.label(), series, common))) {
        return false;
      }
    }
    return true;
  }

  private static Group group(
      RecipeIndex.Feed feed, SeriesLabels series, Map<String, String> common) {
    Map<String, String> by = new HashMap<>();
    for (String label : feed.recipe().by()) {
      String value = label(label, series, common);
      if (!value.isEmpty()) {
        by.put(label, value);
      }
    }
    return new Group(feed.recipe(), isRatio(feed) ? 0 : feed.rank(), by);
  }

  private static String label(String name, SeriesLabels series, Map<String, String> common) {
    String value = series.labels().get(name);
    return value != null ? value : common.getOrDefault(name, "");
  }

  /** The bound as a number; NaN where it is none. {@code "1"} and {@code "1.0"} are the same. */
  private static double bound(@Nullable String le) {
    if (le == null) {
      return Double.NaN;
    }
    return switch (le) {
      case "+Inf", "Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> {
        try {
          double bound = Double.parseDouble(le);
          yield bound == 0 ? 0 : bound;
        } catch (NumberFormatException e) {
          yield Double.NaN;
        }
      }
    };
  }
}
