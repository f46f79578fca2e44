package io.benchstream.relabel.regex;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnanchoredRegexTest {
  /** From the tests of Go's regexp, where empty matches are what differs from Java. */
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "x*, -, abxd, -a-b-d-",
        "x*, -, \"\", -",
        "b, -, abba, a--a",
        "a*, x, baaac, xbxcx",
        "o, 0, foo, f00",
        "(a)(b)?, [$1|$2], aba, [a|b][a|]",
        "^a, x, aaa, xaa",
        "b$, x, abb, abx",
        "😀*, -, é😀é, -é-é-",
        "[.-], _, a.b-c, a_b_c"
      })
  void replacesAsGo(String expression, String template, String text, String expected) {
    UnanchoredRegex regex = UnanchoredRegex.compile(expression);

    assertThat(regex.replaceAll(text, regex.template(template))).isEqualTo(expected);
  }

  @Test
  void stopsGrowingBeyondWhatALabelMayBe() {
    UnanchoredRegex regex = UnanchoredRegex.compile("x");

    String result = regex.replaceAll("x".repeat(10_000), regex.template("$0".repeat(10_000)));

    assertThat(result.length()).isGreaterThan(1 << 20).isLessThan(1 << 21);
  }
}
