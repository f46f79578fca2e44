package io.benchstream.scrape.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class OpenMetricsCursorTest {
  private final ExpositionCursor cursor = Format.OPENMETRICS.cursor(Format.Mode.STRICT);

  @Test
  void readsEveryKindOfLine() {
    String page =
        """
        # HELP foo_seconds Escapes \\n \\\\ \\" \\x
        # TYPE foo_seconds counter
        # UNIT foo_seconds seconds
        foo_seconds_total{a="b",} 17.0 1520879607.789 # {id="x",trace="y z"} 5 1520879607.1
        foo_seconds_total{a="\\"\\n"} 1e3 # {} 0.5
        # HELP empty\s
        # UNIT empty\s
        # TYPE gh gaugehistogram
        gh_bucket{le="+Inf"} NaN -1.5
        {"utf.8",q="0.9"} -Inf
        {q="0.9","utf.8","ü"="1"} 2
        plain 0x1.8p1
        # EOF
        """;

    assertThat(Lines.of(cursor, page))
        .containsExactly(
            "HELP foo_seconds Escapes \\n \\\\ \\\" \\x",
            "TYPE foo_seconds COUNTER",
            "UNIT foo_seconds seconds",
            "foo_seconds_total|a=b 17.0 @1520879607789 # Exemplar[labels={id=x, trace=y z},"
                + " value=5.0, timestamp=OptionalLong[1520879607100]]",
            "foo_seconds_total|a=\"\n 1000.0 # Exemplar[labels={}, value=0.5,"
                + " timestamp=OptionalLong.empty]",
            "HELP empty ",
            "UNIT empty ",
            "TYPE gh GAUGEHISTOGRAM",
            "gh_bucket|le=+Inf NaN @-1500",
            "utf.8|q=0.9 -Infinity",
            "utf.8|q=0.9|ü=1 2.0",
            "plain 3.0");
  }

  @ParameterizedTest
  @EnumSource(MetricType.class)
  void readsEveryType(MetricType type) {
    String word = type.name().toLowerCase(java.util.Locale.ROOT);

    assertThat(Lines.of(cursor, "# TYPE a " + word + "\n# EOF")).containsExactly("TYPE a " + type);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        " a 1|1|`expected a metric name, '{' or '# ' at the start of a line, found ' a'`",
        "a  1|3|expected a value after the series, found ' 1'",
        "a\t1|2|expected one blank and a value after the series, found '\\x091'",
        "a{b=\"c\"}1|9|expected one blank and a value after the series, found '1'",
        "a{ b=\"c\"} 1|3|expected a label name or '}', found ' b=\"c\"}'",
        "a{b=\"c\" d=\"e\"} 1|8|expected ',' or '}' after the label, found ' d=\"e\"}'",
        "a {b=\"c\"} 1|3|'{b=\"c\"}' is not a number",
        "a|2|expected one blank and a value after the series, found the end of the line",
        "a 1 |5|expected a timestamp, found the end of the line",
        "a 1 NaN|5|the timestamp is not a time in seconds",
        "a 1 1e30|5|the timestamp is not a time in seconds",
        "a 1 2 3|6|expected the end of the line, found ' 3'",
        "a 1\t|4|expected the end of the line, found '\\x09'",
        "a 1 #{} 1|4|expected the end of the line, found ' #{}'",
        "a 1 # {b}|9|expected '=' after the label name, found '}'",
        "a 1 # {\"b\"} 1|11|expected '=' after the label name, found '}'",
        "a 1 # {}|9|expected one blank and a value after the exemplar's labels, found the end of"
            + " the line",
        "a 1 # {} 1 x|12|'x' is not a number",
        "# a comment|1|`expected '# HELP ', '# TYPE ', '# UNIT ' or '# EOF', found '#'`",
        "#TYPE a gauge|1|`expected '# HELP ', '# TYPE ', '# UNIT ' or '# EOF', found '#TYPE'`",
        "# HELP a|9|expected a blank and a text after the metric's name, found the end of the line",
        "# TYPE a untyped|10|`expected one of counter, gauge, histogram, gaugehistogram, summary,"
            + " info, stateset, unknown, found 'untyped'`",
        "# UNIT a_bytes seconds|16|the unit is not the last part of the metric's name",
        "|1|`expected a metric name, '{' or '# ' at the start of a line, found the end of the line`",
      })
  void saysWhereAndWhyALineIsBad(String line, int column, String reason) {
    String text = line == null ? "" : line;

    assertThat(Lines.of(cursor, "x 1\n" + text + "\n# EOF\n"))
        .containsExactly("x 1.0", "BAD " + new ParseProblem(2, column, reason));
  }

  @Test
  void wantsTheEndToBeSaid() {
    assertThat(Lines.of(cursor, "a 1\n"))
        .containsExactly(
            "a 1.0",
            "BAD line 2, column 1: the page does not end with '# EOF'; it may have been cut off");
    assertThat(Lines.of(cursor, ""))
        .containsExactly(
            "BAD line 1, column 1: the page does not end with '# EOF'; it may have been cut off");
    assertThat(Lines.of(cursor, "a 1"))
        .first()
        .isEqualTo(
            "BAD line 1, column 4: the line has no line feed, and the page does not end with"
                + " '# EOF'");
    assertThat(Lines.of(cursor, "a 1\n# EOF\nb 2\n"))
        .containsExactly("a 1.0", "BAD line 3, column 1: there is more after '# EOF'");
  }

  @Test
  void startsAnewOnEachPage() {
    Lines.of(cursor, "# TYPE a counter\na 1\n# EOF\n");

    assertThat(Lines.of(cursor, "b 2\n# EOF")).containsExactly("b 2.0");
    assertThat(cursor.type()).isEqualTo(MetricType.UNKNOWN);
  }
}
