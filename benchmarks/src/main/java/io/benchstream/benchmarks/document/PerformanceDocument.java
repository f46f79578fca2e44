package io.benchstream.benchmarks.document;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * docs/performance.md: a template whose marks are replaced by what was measured. {@code {{table
 * X}}} is a {@link Section}, {@code {{figure STEP NAME PATTERN}}} one figure in the middle of a
 * sentence.
 */
public final class PerformanceDocument {
  private static final String TEMPLATE = "performance.md";
  private static final Pattern MARK = Pattern.compile("\\{\\{(\\w+) ([^}]*)}}");

  private static final Map<String, Section> SECTIONS =
      List.of(
              new MachineSection(),
              new ScrapeSection(),
              new MatrixSection(),
              new TargetsSection(),
              new JvmSection(),
              new PublisherSection(),
              new AggregatorSection(),
              new LatencySection(),
              new GrowthSection(),
              new WorkersSection(),
              new MillionSection(),
              new PartsSection(),
              new CommandsSection())
          .stream()
          .collect(Collectors.toUnmodifiableMap(Section::name, Function.identity()));

  private PerformanceDocument() {}

  /** The whole document. */
  public static String text(Results results) throws IOException {
    try (InputStream in = PerformanceDocument.class.getResourceAsStream(TEMPLATE)) {
      if (in == null) {
        throw new IOException("the template %s is not on the class path".formatted(TEMPLATE));
      }
      return text(new String(in.readAllBytes(), UTF_8), results);
    }
  }

  /**
   * The document of a template.
   *
   * @throws IllegalArgumentException when a mark in it means nothing
   */
  static String text(String template, Results results) {
    return MARK.matcher(template)
        .replaceAll(mark -> Matcher.quoteReplacement(replacement(mark, results)));
  }

  private static String replacement(MatchResult mark, Results results) {
    String[] words = mark.group(2).split(" ", -1);
    Section section = SECTIONS.get(words[0]);
    if (mark.group(1).equals("table") && section != null) {
      return section.markdown(results).stripTrailing();
    }
    if (mark.group(1).equals("figure") && words.length == 3) {
      return results.text(words[0], words[1], words[2]);
    }
    throw new IllegalArgumentException(
        "%s in the template is neither {{table NAME}} of %s nor {{figure STEP NAME PATTERN}}"
            .formatted(mark.group(), SECTIONS.keySet()));
  }
}
