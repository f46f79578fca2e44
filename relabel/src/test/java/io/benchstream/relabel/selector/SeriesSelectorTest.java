package io.benchstream.relabel.selector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.benchstream.relabel.labels.LabelBuilder;
import io.benchstream.relabel.labels.LabelSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeriesSelectorTest {
  private static final LabelSet FOO = LabelSet.of("__name__", "foo", "a", "abc", "x", "aa");

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '§',
      value = {
        "{}; true",
        "foo; true",
        "bar; false",
        "foo{}; true",
        "foo{a=\"abc\"}; true",
        "foo{a=\"abcd\"}; false",
        "bar{a=\"abc\"}; false",
        "{__name__=\"foo\"}; true",
        "{__name__=~\"foo|bar\"}; true",
        "{__name__!~\"f.+\"}; false",
        "{a=~\"x|abc\",y!=\"z\"}; true",
        "{a=~\"bc\"}; false",
        "{a!=\"abc\"}; false",
        "{a!~\"b.*\"}; true",
        // An absent label has the empty value.
        "{y=\"\"}; true",
        "{y!=\"\"}; false",
        "{y=~\".*\"}; true",
        "{y=~\".+\"}; false",
        "{y!~\".+\"}; true",
        "{y=~\"bar|\"}; true",
        "{y!~\"bar|\"}; false",
        "{a=\"1\" or x=\"aa\"}; true",
        "{a=\"1\" or x=\"bb\"}; false",
        "bar{a=\"abc\" or x=\"aa\"}; false",
        "foo{a=\"1\",x=\"aa\" OR a=\"abc\"}; true"
      })
  void selects(String selector, boolean expected) {
    SeriesSelector parsed = SeriesSelector.parse(selector);

    assertThat(parsed.matches(FOO)).isEqualTo(expected);
    assertThat(parsed.matches(new LabelBuilder().reset(FOO))).isEqualTo(expected);
    assertThat(SeriesSelector.parse(parsed.toString())).isEqualTo(parsed);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '§',
      value = {
        "foo; foo",
        " foo {a = 'b' , } ; foo{a=\"b\"}",
        "{ }; {}",
        "{a=`b\\.c`}; {a=\"b\\\\.c\"}",
        "{a=\"b\\\\.c\"}; {a=\"b\\\\.c\"}",
        "{a=\"\\x41\\u00e9\\U0001F600\\101\\t\"}; {a=\"Aé😀A\t\"}",
        "{\"a.b\"=\"c\"}; {\"a.b\"=\"c\"}",
        "{\"foo\",a=\"b\"}; foo{a=\"b\"}",
        "{\"foo.bar\"}; {__name__=\"foo.bar\"}",
        "foo:bar; foo:bar",
        "foo.bar; {__name__=\"foo.bar\"}",
        "a\\-b; {__name__=\"a-b\"}",
        "{or=\"1\" or or=\"2\"}; {or=\"1\" or or=\"2\"}",
        "foo{a=\"1\" or b=\"2\"}; {__name__=\"foo\",a=\"1\" or __name__=\"foo\",b=\"2\"}",
        "{order=\"1\"}; {order=\"1\"}"
      })
  void isWrittenInOneWay(String selector, String written) {
    SeriesSelector parsed = SeriesSelector.parse(selector);

    assertThat(parsed).hasToString(written.strip());
    assertThat(SeriesSelector.parse(parsed.toString())).isEqualTo(parsed).hasSameHashCodeAs(parsed);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '§',
      value = {
        "§§; 1; a metric name or '{'",
        "1; 1; a metric name or '{'",
        "{; 2; a label name",
        "{foo; 5; '=', '!=', '=~' or '!~'",
        "foo{; 5; a label name",
        "foo{bar}; 8; '=', '!=', '=~' or '!~'",
        "foo{bar=; 9; a value in quotes",
        "foo{bar=x}; 9; a value in quotes",
        "foo{bar=\"; 9; a closing \"",
        "foo{bar='\\'; 9; a closing '",
        "foo{bar==\"b\"}; 9; a value in quotes",
        "foo{bar=\"a\" or}; 15; a label name",
        "foo{or=\"a\" b=\"c\"}; 12; ',', 'or' or '}'",
        "foo{,}; 5; a label name",
        "foo+bar; 4; the end of the selector",
        "{a=\"b\"}x; 8; the end of the selector",
        "{a=\"b\\.c\"}; 7; write it twice",
        "{a=\"\\xff\"}; 7; at most 7f",
        "{a=\"\\ud83d\"}; 7; a character's code",
        "{a=\"\\u00g0\"}; 9; 4 digits of base 16"
      })
  void tellsWhereItIsWrong(String selector, int column, String expected) {
    assertThatThrownBy(() -> SeriesSelector.parse(selector))
        .isInstanceOf(SelectorException.class)
        .hasMessageContaining("selector '%s', column %d: expected ".formatted(selector, column))
        .hasMessageContaining(expected);
  }

  @Test
  void tellsWhichExpressionIsWrong() {
    assertThatThrownBy(() -> SeriesSelector.parse("foo{a=\"b\",c=~\"d(\"}"))
        .isInstanceOf(SelectorException.class)
        .hasMessageContaining("column 14: 'd(' is not a valid RE2 regular expression");
  }

  @Test
  void anyOfSeveral() {
    SeriesSelector any =
        SeriesSelector.anyOf(
            List.of(SeriesSelector.parse("foo"), SeriesSelector.parse("bar{x=\"1\"}")));

    assertThat(any).hasToString("{__name__=\"foo\" or __name__=\"bar\",x=\"1\"}");
    assertThat(any.matches(LabelSet.of("__name__", "foo"))).isTrue();
    assertThat(any.matches(LabelSet.of("__name__", "bar"))).isFalse();
    assertThat(SeriesSelector.parse(any.toString())).isEqualTo(any);
    assertThatThrownBy(() -> SeriesSelector.anyOf(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anAlternativeWithoutConditionsSelectsEverything() {
    SeriesSelector any =
        SeriesSelector.anyOf(List.of(SeriesSelector.parse("foo"), SeriesSelector.parse("{}")));

    assertThat(any.matches(LabelSet.of("__name__", "bar"))).isTrue();
    assertThat(any).hasToString("{}").isEqualTo(SeriesSelector.parse("{}"));
  }
}
