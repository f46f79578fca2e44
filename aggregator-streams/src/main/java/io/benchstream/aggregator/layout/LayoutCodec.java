package io.benchstream.aggregator.layout;

import io.benchstream.aggregator.bytes.CompactReader;
import io.benchstream.aggregator.bytes.CompactWriter;
import io.benchstream.aggregator.recipe.Definition;
import io.benchstream.aggregator.recipe.Recipe;
import io.benchstream.aggregator.recipe.RecipeSet;
import io.benchstream.aggregator.recipe.Selector;
import io.benchstream.aggregator.recipe.ValueRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Layouts as bytes, so that a restarted aggregator goes on with the next scrape and need not wait
 * for a keyframe.
 *
 * <p>A recipe is stored as its name and definition id. Where the recipes changed in between, groups
 * of a recipe that is gone come back under a stand-in that feeds nothing, until the next keyframe
 * drops them.
 */
public final class LayoutCodec {
  /** Version 1 had no labels. */
  private static final int VERSION = 2;

  private final RecipeSet recipes;

  public LayoutCodec(RecipeSet recipes) {
    this.recipes = recipes;
  }

  public byte[] encode(Layout layout) {
    CompactWriter out = new CompactWriter();
    String job = layout.scope().job();
    out.octet(VERSION).fixed(layout.recipesFingerprint()).text(layout.scope().cluster());
    out.octet(job == null ? 0 : 1).text(job == null ? "" : job);
    out.unsigned(layout.groups().size());
    for (int i = 0; i < layout.groups().size(); i++) {
      Group group = layout.groups().get(i);
      out.text(group.recipe().name()).fixed(group.recipe().definitionId());
      out.unsigned(group.rank()).texts(group.labels()).signed(layout.groupGoneSince(i));
      out.octet(layout.shadowed(i) ? 1 : 0).unsigned(layout.bounds(i).length);
      for (double bound : layout.bounds(i)) {
        out.number(bound);
      }
    }
    out.unsigned(layout.gauges());
    for (int i = 0; i < layout.gauges(); i++) {
      out.unsigned(layout.gaugeGroup(i));
    }
    out.unsigned(layout.slots());
    for (int i = 0; i < layout.slots(); i++) {
      out.fixed(layout.slotSeries(i));
      boolean present = layout.slotGoneSince(i) == Layout.PRESENT;
      out.unsigned(present ? 0 : layout.slotGoneSince(i));
    }
    out.unsigned(layout.uses().size());
    for (Layout.Use use : layout.uses()) {
      out.unsigned(use.slot()).unsigned(use.group()).octet(use.role().code());
      out.unsigned(use.bucket() + 1L);
    }
    out.unsigned(layout.parts().size());
    layout.parts().forEach(part -> encode(part, out));
    out.texts(layout.labels());
    return out.toBytes();
  }

  public Layout decode(byte[] bytes) {
    CompactReader in = new CompactReader(bytes);
    int version = in.octet();
    if (version < 1 || version > VERSION) {
      throw new IllegalStateException(
          "state of version %d; this release reads 1 to %d: reset the aggregator's state"
              .formatted(version, VERSION));
    }
    long fingerprint = in.fixed();
    String cluster = in.text();
    boolean hasJob = in.octet() == 1;
    String job = in.text();
    int groupCount = in.count();
    List<Group> groups = new ArrayList<>();
    long[] groupGoneSince = new long[groupCount];
    boolean[] shadowed = new boolean[groupCount];
    double[][] bounds = new double[groupCount][];
    for (int i = 0; i < groupCount; i++) {
      Recipe recipe = recipe(in.text(), in.fixed());
      int rank = in.count();
      groups.add(new Group(recipe, rank, in.texts()));
      groupGoneSince[i] = in.signed();
      shadowed[i] = in.octet() == 1 || recipe.definition().equals(NOTHING);
      bounds[i] = new double[in.count()];
      for (int b = 0; b < bounds[i].length; b++) {
        bounds[i][b] = in.number();
      }
    }
    int[] gauges = positions(in, in.count(), false);
    int slots = in.count();
    long[] series = new long[slots];
    long[] goneSince = new long[slots];
    for (int i = 0; i < slots; i++) {
      series[i] = in.fixed();
      long since = in.unsigned();
      goneSince[i] = since == 0 ? Layout.PRESENT : since;
    }
    List<Layout.Use> uses = new ArrayList<>();
    for (int i = in.count(); i > 0; i--) {
      uses.add(new Layout.Use(in.count(), in.count(), Role.of(in.octet()), in.count() - 1));
    }
    List<Layout.Part> parts = new ArrayList<>();
    for (int i = in.count(); i > 0; i--) {
      parts.add(part(in));
    }
    return new Layout(
        new Layout.Scope(cluster, hasJob ? job : null),
        version == 1 ? Map.of() : in.texts(),
        fingerprint,
        parts,
        groups,
        groupGoneSince,
        shadowed,
        bounds,
        gauges,
        series,
        goneSince,
        uses);
  }

  private static final Definition NOTHING =
      new Definition.Rate(new Selector(List.of("gone"), List.of()));

  private Recipe recipe(String name, long definitionId) {
    @Nullable Recipe current = recipes.find(name).orElse(null);
    return current != null && current.definitionId() == definitionId
        ? current
        : new Recipe(name, "", "", NOTHING, List.of(), 1, ValueRange.FINITE, "");
  }

  private static void encode(Layout.Part part, CompactWriter out) {
    out.fixed(part.seriesSetId()).unsigned(part.counterPositions().length);
    positions(part.counterPositions(), out, true);
    positions(part.counterSlots(), out, false);
    out.unsigned(part.gaugePositions().length);
    positions(part.gaugePositions(), out, true);
    positions(part.gaugeOrdinals(), out, false);
    for (boolean denominator : part.gaugeDenominators()) {
      out.octet(denominator ? 1 : 0);
    }
  }

  private static Layout.Part part(CompactReader in) {
    long id = in.fixed();
    int counters = in.count();
    int[] counterPositions = positions(in, counters, true);
    int[] counterSlots = positions(in, counters, false);
    int gauges = in.count();
    int[] gaugePositions = positions(in, gauges, true);
    int[] gaugeOrdinals = positions(in, gauges, false);
    boolean[] denominators = new boolean[gauges];
    for (int i = 0; i < gauges; i++) {
      denominators[i] = in.octet() == 1;
    }
    return new Layout.Part(
        id, counterPositions, counterSlots, gaugePositions, gaugeOrdinals, denominators);
  }

  private static void positions(int[] values, CompactWriter out, boolean rising) {
    int before = 0;
    for (int value : values) {
      out.unsigned(value - before);
      before = rising ? value : 0;
    }
  }

  private static int[] positions(CompactReader in, int count, boolean rising) {
    int[] values = new int[count];
    int before = 0;
    for (int i = 0; i < count; i++) {
      values[i] = before + in.count();
      before = rising ? values[i] : 0;
    }
    return values;
  }
}
