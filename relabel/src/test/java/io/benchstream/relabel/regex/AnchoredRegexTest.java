package io.benchstream.relabel.regex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnchoredRegexTest {
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "foo, foo, true",
        "foo, foobar, false",
        "foo, xfoo, false",
        "foo|bar, bar, true",
        "foo|bar, foobar, false",
        ".*, \"\", true",
        ".+, \"\", false",
        "\"\", \"\", true",
        "\"\", a, false",
        "foo.*, foo, true",
        "foo.+, foo, false",
        ".*foo.*, afoob, true",
        ".+foo.+, foo, false",
        ".+foo.+, afoofoo, true",
        ".+foo.+, foofoob, true",
        "a.*a, a, false",
        "a.*a, aa, true",
        "^foo$, foo, true",
        "foo$|^bar, bar, true",
        "\\$1, $1, true",
        "a\\|b, a|b, true",
        "[a-c]+, abc, true",
        "(?i)FOO, foo, true",
        "a{2}, aa, true",
        "|a, \"\", true"
      })
  void matchesTheWholeText(String expression, String text, boolean expected) {
    assertThat(AnchoredRegex.compile(expression).matches(text)).isEqualTo(expected);
    assertThat(AnchoredRegex.compileWithoutFastPath(expression).matches(text)).isEqualTo(expected);
  }

  @Test
  void theDotMatchesNewlines() {
    assertThat(AnchoredRegex.compile("a.*b").matches("a\nb")).isTrue();
    assertThat(AnchoredRegex.compile("a.c.*").matches("a\ncd")).isTrue();
    assertThat(AnchoredRegex.compile("(?-s)a.*b").matches("a\nb")).isFalse();
    assertThat(AnchoredRegex.compile("a$").matches("a\n")).isFalse();
  }

  @Test
  void thePlusTakesACharacterBeyondTheBasicPlaneForOne() {
    assertThat(AnchoredRegex.compile(".+.+").matches("😀")).isFalse();
    assertThat(AnchoredRegex.compile(".+.+").matches("😀a")).isTrue();
    assertThat(AnchoredRegex.compile("..").matches("😀")).isFalse();
  }

  @Test
  void knowsItsGroups() {
    assertThat(group1("(.*)", "foo")).isEqualTo("foo");
    assertThat(group1("(foo|bar)", "bar")).isEqualTo("bar");
    assertThat(group1("(foo.*|bar)", "foobar")).isEqualTo("foobar");
    assertThat(group1("__meta_(.+)", "__meta_x")).isEqualTo("x");
    assertThat(group1("(.+)_total", "a_b_total")).isEqualTo("a_b");
    assertThat(group1("x(.*)|y", "y")).isEmpty();
    assertThat(group1("(.*?)b.*", "abbb")).isEqualTo("a");
  }

  private static String group1(String expression, String text) {
    AnchoredRegex regex = AnchoredRegex.compile(expression);
    return regex.template("$1").expand(Objects.requireNonNull(regex.match(text)));
  }

  @Test
  void anExpressionMayUndoTheAnchors() {
    // ^(?s:a)|(?:b)$ is what Prometheus compiles, and what it then finds anywhere.
    AnchoredRegex regex = AnchoredRegex.compile("a)|(?:b");

    assertThat(regex.matches("ax")).isTrue();
    assertThat(regex.matches("xb")).isTrue();
    assertThat(regex.matches("xa")).isFalse();
    assertThat(regex.replaceAll("axb", regex.template("-"))).isEqualTo("-x-");
  }

  @ParameterizedTest
  @ValueSource(strings = {"(", "a**", "[a", "a{1001}", "(?<n", "\\8", "(?=a)", "*", "\\"})
  void refusesWhatIsNoExpression(String expression) {
    assertThatThrownBy(() -> AnchoredRegex.compile(expression))
        .isInstanceOf(RegexException.class)
        .hasMessageContaining("'" + expression + "' is not a valid RE2 regular expression: ");
  }

  @Test
  void takesBothFormsOfNamedGroups() {
    AnchoredRegex regex = AnchoredRegex.compile("(?<first>.)(?P<second>.)");

    assertThat(regex.template("$second$first").expand(Objects.requireNonNull(regex.match("ab"))))
        .isEqualTo("ba");
  }
}
