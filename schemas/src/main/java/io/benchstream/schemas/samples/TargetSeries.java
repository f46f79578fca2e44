package io.benchstream.schemas.samples;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.avro.SchemaNormalization;
import org.jspecify.annotations.Nullable;

/**
 * The series that a target has lately had: texts by id as keyframes brought them, and the sets that
 * scrapes were made of. Both are few: the least recently used go first.
 */
final class TargetSeries {
  /** A part's text; the array may be that of the set it belongs to. */
  private static final class PartText {
    private byte[] bytes;
    private int from;
    private final int length;
    private final int size;

    PartText(byte[] bytes, int size) {
      this.bytes = bytes;
      this.length = bytes.length;
      this.size = size;
    }

    boolean matches(byte[] other) {
      return Arrays.equals(bytes, from, from + length, other, 0, other.length);
    }
  }

  /** The series and labels of a scrape, and the ids of the parts they came in. */
  private static final class Layout {
    private final long[] ids;
    private final Known known;

    Layout(long[] ids, Known known) {
      this.ids = ids;
      this.known = known;
    }

    boolean has(long[] otherIds) {
      return Arrays.equals(ids, otherIds);
    }
  }

  /** Labels and series under their lasting identities. */
  record Known(Map<String, String> labels, SeriesSet series) {}

  private final int recentSets;
  private final LinkedHashMap<Long, PartText> parts = new LinkedHashMap<>(4, 0.75f, true);
  private final ArrayDeque<Layout> layouts = new ArrayDeque<>(2);

  TargetSeries(int recentSets) {
    this.recentSets = recentSets;
  }

  /**
   * Takes in a keyframe.
   *
   * @return what is wrong with it; null where nothing is
   */
  @Nullable String learn(long id, String series, int values, int partsOfScrape) {
    byte[] bytes = series.getBytes(UTF_8);
    PartText known = parts.get(id);
    if (known == null || !known.matches(bytes)) {
      String fault = SeriesSet.faultOf(bytes);
      if (fault != null) {
        return "series: " + fault;
      }
      long fingerprint = SchemaNormalization.fingerprint64(bytes);
      if (fingerprint != id) {
        return "series with the fingerprint %x under the id %x".formatted(fingerprint, id);
      }
      known = new PartText(bytes, SeriesSet.trusted(bytes).size());
      if (parts.put(id, known) != null) {
        // Other text with the same fingerprint: what was made of the old text must not be found.
        layouts.clear();
      }
      trim(partsOfScrape);
    }
    return known.size == values
        ? null
        : "%d values for the %d series of the keyframe".formatted(values, known.size);
  }

  /** Number of series under an id; negative where it is not known. */
  int sizeOf(long id) {
    PartText part = parts.get(id);
    return part == null ? -1 : part.size;
  }

  /** The set of a scrape whose parts are all known. */
  Known known(long[] ids, Map<String, String> labels) {
    for (Iterator<Layout> each = layouts.iterator(); each.hasNext(); ) {
      Layout layout = each.next();
      if (layout.has(ids) && layout.known.labels.equals(labels)) {
        if (layouts.size() > 1) {
          each.remove();
          layouts.addFirst(layout);
        }
        return layout.known;
      }
    }
    Known known = new Known(Map.copyOf(labels), assemble(ids));
    layouts.addFirst(new Layout(ids, known));
    if (layouts.size() > recentSets + 1) { // and one for scrapes that failed
      layouts.removeLast();
    }
    return known;
  }

  private SeriesSet assemble(long[] ids) {
    if (ids.length == 0) {
      return SeriesSet.empty();
    }
    for (Layout layout : layouts) {
      if (layout.has(ids)) {
        return layout.known.series.twin();
      }
    }
    int length = 0;
    for (long id : ids) {
      length += part(id).length;
    }
    byte[] text = new byte[length];
    int at = 0;
    for (long id : ids) {
      PartText part = part(id);
      System.arraycopy(part.bytes, part.from, text, at, part.length);
      // From here on the part's text is held once, by the set.
      part.bytes = text;
      part.from = at;
      at += part.length;
    }
    return SeriesSet.trusted(text);
  }

  private PartText part(long id) {
    PartText part = parts.get(id);
    if (part == null) {
      throw new IllegalStateException("part " + Long.toHexString(id) + " is not known");
    }
    return part;
  }

  private void trim(int partsOfScrape) {
    int room = recentSets * partsOfScrape;
    for (Iterator<PartText> eldest = parts.values().iterator();
        parts.size() > room && eldest.hasNext(); ) {
      eldest.next();
      eldest.remove();
    }
  }

  void clear() {
    parts.clear();
    layouts.clear();
  }
}
