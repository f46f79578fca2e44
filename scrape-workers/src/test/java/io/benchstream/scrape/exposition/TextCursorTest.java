package io.benchstream.scrape.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextCursorTest {
  private final ExpositionCursor strict = Format.TEXT.cursor(Format.Mode.STRICT);
  private final ExpositionCursor lenient = Format.TEXT.cursor(Format.Mode.LENIENT);

  @Test
  void readsEveryKindOfLine() {
    String page =
        """
        # HELP http_requests_total The total \\\\ number\\nof "requests".
        # \tTYPE  http_requests_total counter
        http_requests_total{method="post",code="200"} 1027 1395066363000
        http_requests_total{method="post",code="400",}    3 -1395066363000

        #
        # a comment
        #no blank
        # HELPless
        # TYPE
        # HELP nothing
          indented\t1
        spaced { a = "b" , c= "d" } +Inf
        together{a="b"c="d"}1
        msdos{path="C:\\\\DIR\\\\F.TXT",error="no:\\n\\"F\\" \\x"} 1.458255915e9
        some:rule:5m -Inf
        _x NaN
        last{} 0x1p-2""";

    assertThat(Lines.of(strict, page))
        .containsExactly(
            "HELP http_requests_total The total \\\\ number\\nof \"requests\".",
            "TYPE http_requests_total COUNTER",
            "http_requests_total|method=post|code=200 1027.0 @1395066363000",
            "http_requests_total|method=post|code=400 3.0 @-1395066363000",
            "COMMENT #",
            "COMMENT # a comment",
            "COMMENT #no blank",
            "COMMENT # HELPless",
            "COMMENT # TYPE",
            "HELP nothing ",
            "indented 1.0",
            "spaced|a=b|c=d Infinity",
            "together|a=b|c=d 1.0",
            "msdos|path=C:\\DIR\\F.TXT|error=no:\n\"F\" \\x 1.458255915E9",
            "some:rule:5m -Infinity",
            "_x NaN",
            "last 0.25");
  }

  @Test
  void readsQuotedNames() {
    String page =
        """
        # HELP "go.gc" Pauses.
        # TYPE "go.gc" summary
        {"go.gc",quantile="0"} 1
        { "go.gc" , quantile = "1" , } 2
        {a="b","go.gc"} 3
        {"Heizöl 10€ \\"x\\" {\\n}","strange©™\\n"="6"} 4
        """;

    assertThat(Lines.of(strict, page))
        .containsExactly(
            "HELP go.gc Pauses.",
            "TYPE go.gc SUMMARY",
            "go.gc|quantile=0 1.0",
            "go.gc|quantile=1 2.0",
            "go.gc|a=b 3.0",
            "Heizöl 10€ \"x\" {\n}|strange©™\n=6 4.0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "a|1|2|expected a value after the series, found the end of the page",
        "a{b='c'} 1|1|5|expected a label value in double quotes, found ''c'}'",
        "a{b=|1|5|expected a label value in double quotes, found the end of the page",
        "a{=\"\"} 0|1|3|expected a label name or '}', found '=\"\"}'",
        "a{1b=\"\"} 0|1|3|expected a label name or '}', found '1b=\"\"}'",
        "a{b=\"c\" 0|1|9|expected a label name or '}', found '0'",
        "a{b=\"c\"|1|8|expected '}' after the labels, found the end of the page",
        "a{b=\"c} 0|1|5|the string is not closed: no quote before the end of the line",
        "a{b} 0|1|4|expected '=' after the label name, found '}'",
        "a{\"b\"} 0|1|3|a second metric name, or a label without a value",
        "{\"\"} 0|1|2|the metric name is empty",
        "{\"a\",\"\"=\"b\"} 0|1|7|the label name is empty",
        "{a=\"ok\"} 1|1|1|`the series has no metric name, neither before the braces nor in them`",
        "a true|1|3|'true' is not a number",
        "a 1_2|1|3|'1_2' is not a number",
        "a 0x1F|1|3|'0x1F' is not a number",
        "a 1e999|1|3|'1e999' is too large for a 64-bit float",
        "a 1 NaN|1|5|`expected a timestamp in whole milliseconds or the end of the line, found 'NaN'`",
        "a 1 1.5|1|6|expected the end of the line after the timestamp, found '.5'",
        "a 1 2 3|1|7|expected the end of the line after the timestamp, found '3'",
        "a 1 9223372036854775808|1|5|the timestamp is beyond 64 bits of milliseconds",
        "a 1 # {} 1|1|5|`expected a timestamp in whole milliseconds or the end of the line, found '#'`",
        "<html>|1|1|`expected a metric name, '{' or '#' at the start of a line, found '<html>'`",
        "# TYPE a kind|1|10|`expected one of counter, gauge, histogram, summary, untyped, found 'kind'`",
        "# HELP #|1|8|expected the name of a metric after HELP, found '#'",
      })
  void saysWhereAndWhyALineIsBad(String page, int line, int column, String reason) {
    assertThat(Lines.of(strict, "x 1\n\n" + page))
        .containsExactly("x 1.0", "BAD " + new ParseProblem(line + 2, column, reason));
  }

  @Test
  void goesOnAfterABadLine() {
    assertThat(Lines.of(lenient, "a 1\nb{c=\"\n\"d\" 2\ne 3\n"))
        .containsExactly(
            "a 1.0",
            "BAD line 2, column 5: the string is not closed: no quote before the end of the line",
            "BAD line 3, column 1: expected a metric name, '{' or '#' at the start of a line,"
                + " found '\"d\"'",
            "e 3.0");
  }

  @Test
  void takesCarriageReturnsAndExemplarsWhenLenient() {
    String page = "# TYPE a counter\r\na 1\r\n\r\na 2 3\r\nb 4 # {id=\"x\"} 5\nc 6 7 # {} 1\n";

    assertThat(Lines.of(lenient, page))
        .containsExactly("TYPE a COUNTER", "a 1.0", "a 2.0 @3", "b 4.0", "c 6.0 @7");
    assertThat(Lines.of(strict, page).stream().filter(line -> line.startsWith("BAD"))).hasSize(5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a{b=\"%s\"} 1", "{\"%s\"} 1", "# HELP a %s"})
  void refusesWhatIsNotUtf8(String line) {
    for (String hex :
        List.of("80", "C0AF", "C1BF", "C3", "E08080", "EDA080", "F5808080", "F48FBF")) {
      String bad = new String(java.util.HexFormat.of().parseHex(hex), StandardCharsets.ISO_8859_1);
      byte[] page = line.formatted(bad).getBytes(StandardCharsets.ISO_8859_1);

      assertThat(Lines.of(strict, page))
          .singleElement()
          .asString()
          .startsWith("BAD line 1")
          .endsWith("is not valid UTF-8");
    }
    for (String good : List.of("ß", "€", "\uD83D\uDE00", "\uFFFD", "\u0000", "\u007f", "\uD7FF")) {
      assertThat(Lines.of(strict, line.formatted(good)))
          .singleElement()
          .asString()
          .doesNotStartWith("BAD");
    }
  }

  @Test
  void readsBinaryWithoutHarm() {
    byte[] page = new byte[4096];
    new java.util.Random(7).nextBytes(page);

    assertThat(Lines.of(lenient, page)).isNotEmpty().allMatch(line -> line.startsWith("BAD"));
  }

  @Test
  void readsAnEmptyPage() {
    assertThat(Lines.of(strict, "")).isEmpty();
    assertThat(Lines.of(strict, " \t")).isEmpty();
    assertThat(Lines.of(strict, "\n\n")).isEmpty();
  }

  @Test
  void readsOnlyTheGivenLength() {
    byte[] page = "a 12345678901234567890".getBytes(StandardCharsets.UTF_8);
    strict.reset(page, 4);

    assertThat(strict.next()).isEqualTo(Entry.SAMPLE);
    assertThat(strict.value()).isEqualTo(12);
    assertThat(strict.next()).isEqualTo(Entry.END);
  }
}
