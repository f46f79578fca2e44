package io.benchstream.scrape.series;

import io.benchstream.relabel.labels.FloatLabels;
import io.benchstream.relabel.labels.LabelSet;
import io.benchstream.relabel.labels.NameValidation;
import io.benchstream.scrape.exposition.Format;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What {@link PageReader} and {@link SeriesCache} do, done plainly: every page is read in full,
 * every series resolved each time, everything kept in maps and sets.
 */
final class ReferenceScraper {
  /** The result of a scrape in a form that can be compared. */
  record Result(
      String outcome,
      Map<Map<String, String>, String> samples,
      int scraped,
      int duplicates,
      int relabeledAway,
      int added,
      Set<Map<String, String>> ended,
      int skipped) {

    /** Where two results differ, in a few lines. */
    String difference(Result other) {
      Map<Map<String, String>, String> onlyHere = new LinkedHashMap<>(samples);
      onlyHere.entrySet().removeAll(other.samples.entrySet());
      Set<Map<String, String>> endedHere = new HashSet<>(ended);
      endedHere.removeAll(other.ended);
      return "%s scraped=%d duplicates=%d relabeledAway=%d added=%d skipped=%d%n  samples only here: %.2000s%n  ended only here: %.2000s"
          .formatted(
              outcome, scraped, duplicates, relabeledAway, added, skipped, onlyHere, endedHere);
    }
  }

  private static final class Invalid extends Exception {
    private static final long serialVersionUID = 1L;
  }

  private static final class BeyondLimit extends Exception {
    private static final long serialVersionUID = 1L;
  }

  private final SeriesRules rules;
  private Set<String> lastRaws = Set.of();
  private Set<Map<String, String>> alive = Set.of();

  ReferenceScraper(SeriesRules rules) {
    this.rules = rules;
  }

  Set<Map<String, String>> end() {
    Set<Map<String, String>> ended = alive;
    alive = Set.of();
    return ended;
  }

  Result scrape(byte[] page, Format format) {
    boolean strict = format == Format.OPENMETRICS || rules.textMode() == Format.Mode.STRICT;
    Map<Map<String, String>, String> samples = new LinkedHashMap<>();
    Set<Map<String, String>> nowAlive = new HashSet<>();
    Set<String> raws = new HashSet<>();
    String type = "";
    int scraped = 0;
    int duplicates = 0;
    int dropped = 0;
    int added = 0;
    int skipped = 0;
    boolean ended = false;
    for (String line : lines(page, format)) {
      ReferenceLine read =
          ended ? new ReferenceLine.Bad() : ReferenceLine.of(line, format, rules.textMode());
      if (read instanceof ReferenceLine.Type typed) {
        type = typed.type();
      } else if (read instanceof ReferenceLine.Eof) {
        ended = true;
      } else if (read instanceof ReferenceLine.Sample sample) {
        try {
          LabelSet series = resolve(sample.labels(), type);
          scraped++;
          String raw = sample.raw() + " " + (type.matches("histogram|summary") ? type : "");
          boolean isNew = !lastRaws.contains(raw);
          raws.add(raw);
          if (series == null) {
            dropped++;
            continue;
          }
          OptionalLong time = rules.honorTimestamps() ? sample.time() : OptionalLong.empty();
          Map<String, String> labels = new TreeMap<>(series.toMap());
          String value = Long.toHexString(Double.doubleToRawLongBits(sample.value())) + " " + time;
          if (samples.putIfAbsent(labels, value) != null) {
            duplicates++;
            continue;
          }
          added += isNew ? 1 : 0;
          if (time.isEmpty()) {
            nowAlive.add(labels);
          }
          continue;
        } catch (BeyondLimit e) {
          return failed("limit");
        } catch (Invalid e) {
          // as a line that cannot be read
        }
        skipped++;
      } else if (read instanceof ReferenceLine.Bad) {
        skipped++;
      }
      if (strict && skipped > 0) {
        return failed("malformed");
      }
    }
    if ((format == Format.OPENMETRICS && !ended) || (scraped == 0 && skipped > 0)) {
      return failed("malformed");
    }
    if (rules.limits().samples() > 0 && samples.size() > rules.limits().samples()) {
      return failed("limit");
    }
    Set<Map<String, String>> gone = new HashSet<>(alive);
    gone.removeAll(nowAlive);
    lastRaws = raws;
    alive = nowAlive;
    return new Result("ok", samples, scraped, duplicates, dropped, added, gone, skipped);
  }

  private Result failed(String outcome) {
    return new Result(outcome, Map.of(), 0, 0, 0, 0, end(), 0);
  }

  private static List<String> lines(byte[] page, Format format) {
    String text = new String(page, StandardCharsets.ISO_8859_1);
    List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
    String last = lines.removeLast();
    // A last line without a line feed: fine as text, and as the end of OpenMetrics.
    if (!last.isEmpty()) {
      lines.add(format == Format.TEXT || last.equals("# EOF") ? last : "cut off");
    }
    return lines;
  }

  /** The series, or null where relabeling drops it. */
  private @Nullable LabelSet resolve(Map<String, String> onPage, String type)
      throws Invalid, BeyondLimit {
    Map<String, String> labels = new TreeMap<>(onPage);
    normalize(labels, "le", type.equals("histogram"));
    normalize(labels, "quantile", type.equals("summary"));
    Map<String, String> target = rules.targetLabels().toMap();
    if (rules.honorLabels()) {
      target.forEach(labels::putIfAbsent);
    } else {
      List<String> names = new ArrayList<>(target.keySet());
      names.sort((a, b) -> a.length() - b.length());
      Map<String, String> before = new TreeMap<>(labels);
      labels.putAll(target);
      for (String name : names) {
        String value = before.getOrDefault(name, "");
        if (!value.isEmpty()) {
          String free = "exported_" + name;
          while (!labels.getOrDefault(free, "").isEmpty()) {
            free = "exported_" + free;
          }
          labels.put(free, value);
        }
      }
    }
    LabelSet resolved = rules.relabeling().apply(LabelSet.of(labels));
    if (resolved == null || resolved.isEmpty()) {
      return null;
    }
    if (resolved.get("__name__").isEmpty() || !resolved.hasOnlyValidNames(NameValidation.UTF8)) {
      throw new Invalid();
    }
    SeriesLimits limits = rules.limits();
    if (limits.labels() > 0 && resolved.size() > limits.labels()) {
      throw new BeyondLimit();
    }
    for (Map.Entry<String, String> label : resolved.toMap().entrySet()) {
      if ((limits.nameLength() > 0 && bytes(label.getKey()) > limits.nameLength())
          || (limits.valueLength() > 0 && bytes(label.getValue()) > limits.valueLength())) {
        throw new BeyondLimit();
      }
    }
    return resolved;
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static void normalize(Map<String, String> labels, String name, boolean applies) {
    if (applies) {
      labels.computeIfPresent(name, (key, value) -> FloatLabels.normalize(value));
    }
  }
}
