package io.benchstream.relabel.regex;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateTest {
  /** The text is "ab-cd", of which group 1 is "ab", group 2, named "n", is "cd". */
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "$1, ab",
        "${1}, ab",
        "$0, ab-cd",
        "$2$1, cdab",
        "$n, cd",
        "${n}, cd",
        "x${1}x, xabx",
        "$1-$2, ab-cd",
        // The longest name counts: the group "1x", which there is not.
        "$1x, \"\"",
        "$1_$2, cd",
        "$nn, \"\"",
        "$1é, \"\"",
        "$1日, \"\"",
        "${1}日, ab日",
        "$3, \"\"",
        "$99999999999999999999, \"\"",
        "$01, \"\"",
        "$$, $",
        "$$1, $1",
        "$$$1, $ab",
        "$, $",
        "a$, a$",
        "$-, $-",
        "${, ${",
        "${}, ${}",
        "${1, ${1",
        "${1-}, ${1-}",
        "${ 1}, ${ 1}",
        "$ 1, $ 1",
        "lit, lit"
      })
  void expandsAsGo(String template, String expanded) {
    AnchoredRegex regex = AnchoredRegex.compile("(.*)-(?P<n>.*)");
    Match match = Objects.requireNonNull(regex.match("ab-cd"));

    assertThat(regex.template(template).expand(match)).isEqualTo(expanded);
  }

  @Test
  void aGroupThatTookNoPartIsEmpty() {
    AnchoredRegex regex = AnchoredRegex.compile("(a)|(b)");
    Match match = Objects.requireNonNull(regex.match("b"));

    assertThat(regex.template("[$1][$2]").expand(match)).isEqualTo("[][b]");
  }

  @Test
  void aGroupNameMayLookLikeANumber() {
    AnchoredRegex regex = AnchoredRegex.compile("(?P<01>.)(?P<x>.)");
    Match match = Objects.requireNonNull(regex.match("ab"));

    assertThat(regex.template("$01$x").expand(match)).isEqualTo("ab");
  }

  @Test
  void withoutGroupsIsConstant() {
    AnchoredRegex regex = AnchoredRegex.compile("(.*)");

    assertThat(regex.template("a$$b${").isConstant()).isTrue();
    assertThat(regex.template("a$$b${").constant()).isEqualTo("a$b${");
    assertThat(regex.template("x$7").isConstant()).isTrue();
    assertThat(regex.template("x$7").constant()).isEqualTo("x");
    assertThat(regex.template("$0").isConstant()).isFalse();
  }

  @Test
  void stopsGrowingBeyondWhatALabelMayBe() {
    AnchoredRegex regex = AnchoredRegex.compile("(.*)");
    Match match = Objects.requireNonNull(regex.match("x".repeat(1 << 20)));

    int length = regex.template("$1-".repeat(1_000)).expand(match).length();

    assertThat(length).isGreaterThan(1 << 20).isLessThan(3 << 20);
  }
}
