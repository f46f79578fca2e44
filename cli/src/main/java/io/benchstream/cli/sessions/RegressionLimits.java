package io.benchstream.cli.sessions;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How much worse a session may be.
 *
 * @param usual of every figure, as a part of one; empty: the gateway's, 5 %
 * @param named by figure ({@code ttft.p99}) or KPI ({@code ttft}), as a part of one
 */
record RegressionLimits(Optional<BigDecimal> usual, Map<String, BigDecimal> named) {
  private static final Pattern FORM =
      Pattern.compile(
          "(?:(?<figure>[a-z0-9_.]{1,200})=)?(?<percent>[0-9]{1,4}(?:\\.[0-9]{1,6})?)%");

  private static final BigDecimal MOST = BigDecimal.valueOf(10);

  RegressionLimits {
    named = Map.copyOf(named);
  }

  /**
   * Reads them.
   *
   * @param texts {@code 5%} or {@code FIGURE=5%}
   * @throws IllegalArgumentException where one has another form
   */
  static RegressionLimits parse(List<String> texts) {
    Optional<BigDecimal> usual = Optional.empty();
    Map<String, BigDecimal> named = new TreeMap<>();
    for (String text : texts) {
      Matcher matcher = FORM.matcher(text);
      BigDecimal limit =
          matcher.matches() ? new BigDecimal(matcher.group("percent")).movePointLeft(2) : MOST;
      if (!matcher.matches() || limit.compareTo(MOST) > 0) {
        throw new IllegalArgumentException(
            "--max-regression '%s' is no limit; write FIGURE=PERCENT such as ttft.p99=5%%, or 5%% for every figure; 1000%% is the most"
                .formatted(text));
      }
      String figure = matcher.group("figure");
      if (figure == null) {
        usual = Optional.of(limit);
      } else {
        named.put(figure, limit);
      }
    }
    return new RegressionLimits(usual, named);
  }

  /** The limits as the parameters {@code tolerance} and {@code tolerances} of the API. */
  Map<String, String> parameters() {
    Map<String, String> parameters = new TreeMap<>();
    usual.ifPresent(limit -> parameters.put("tolerance", limit.toPlainString()));
    parameters.put(
        "tolerances",
        named.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(limit -> limit.getKey() + "=" + limit.getValue().toPlainString())
            .collect(Collectors.joining(",")));
    return parameters;
  }

  /** Whether the name is that of the figure or of its KPI. */
  static boolean names(String name, String figure) {
    return figure.equals(name) || figure.startsWith(name + ".");
  }

  /** Whether the figure decides: every one does where none is named. */
  boolean decides(String figure) {
    return (named.isEmpty() || usual.isPresent()) || isNamed(figure);
  }

  /** Whether somebody named the figure or its KPI. */
  boolean isNamed(String figure) {
    return named.keySet().stream().anyMatch(name -> names(name, figure));
  }

  /** Names that are those of no figure, in order. */
  List<String> unknown(List<String> figures) {
    return named.keySet().stream()
        .filter(name -> figures.stream().noneMatch(figure -> names(name, figure)))
        .sorted(Comparator.naturalOrder())
        .toList();
  }
}
