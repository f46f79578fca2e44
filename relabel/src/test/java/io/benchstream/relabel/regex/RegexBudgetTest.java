package io.benchstream.relabel.regex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegexBudgetTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "((a{1000}){1000}){1000}",
        "(a{1000}){1000}",
        "(?:a{0,1000}){500}",
        "((abc){999,}){999}",
        "(([a-z{1}]{100}){100}){100}",
        "(a|b{1000}){1000}"
      })
  void refusesRepetitionsOfRepetitions(String expression) {
    assertThatThrownBy(() -> AnchoredRegex.compile(expression))
        .isInstanceOf(RegexException.class)
        .hasMessageContaining("too large: beyond 100000 steps");
  }

  @Test
  void refusesDeepNesting() {
    String expression = "(".repeat(50_000) + ")".repeat(50_000);

    assertThatThrownBy(() -> AnchoredRegex.compile(expression))
        .isInstanceOf(RegexException.class)
        .hasMessageContaining("nests more than 1000 groups");
  }

  @Test
  void takesTheDeepestNestingThatIsAllowed() {
    String expression = "(?:".repeat(1_000) + "a" + ")?".repeat(1_000);

    assertThat(AnchoredRegex.compile(expression).matches("a")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a{1000}",
        "(a{30}){30}",
        "\\x{1F600}\\x{1000}",
        "\\p{Greek}{100}",
        "[{1000}]{10}",
        "a\\{1000}",
        "a{,5}",
        "x{2}{3}|"
      })
  void takesWhatIsSmall(String expression) {
    RegexBudget.check(expression);
    assertThat(expression).isNotEmpty();
  }

  @Test
  void takesAnAlternationOfAllMetricNamesThereAre() {
    String expression =
        IntStream.range(0, 2_000)
            .mapToObj("container_network_receive_%d"::formatted)
            .collect(Collectors.joining("|"));

    AnchoredRegex regex = AnchoredRegex.compile(expression);

    assertThat(regex.matches("container_network_receive_1999")).isTrue();
    assertThat(regex.matches("container_network_receive_2000")).isFalse();
  }
}
