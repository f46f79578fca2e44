package io.benchstream.relabel.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.benchstream.relabel.labels.LabelBuilder;
import io.benchstream.relabel.labels.LabelSet;
import io.benchstream.relabel.labels.NameValidation;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Each of Prometheus' actions: what its documentation says and where its traps are. */
class RelabelActionsTest {
  private static final LabelSet ABC = LabelSet.of("a", "foo", "b", "bar", "c", "baz");

  private static @Nullable LabelSet apply(LabelSet labels, RelabelRuleBuilder... rules) {
    List<RelabelRule> list = Arrays.stream(rules).map(RelabelRuleBuilder::build).toList();
    return RelabelRules.of(list).apply(labels);
  }

  private static RelabelRuleBuilder rule(RelabelAction action) {
    return RelabelRule.builder(action);
  }

  private static RelabelRuleBuilder replace(String... sourceLabels) {
    return rule(RelabelAction.REPLACE).sourceLabels(sourceLabels);
  }

  @Test
  void replaceExpandsTheGroups() {
    assertThat(
            apply(ABC, replace("a").regex("f(.*)").targetLabel("d").replacement("ch${1}-ch${1}")))
        .isEqualTo(LabelSet.of("a", "foo", "b", "bar", "c", "baz", "d", "choo-choo"));
  }

  @Test
  void replaceSeesWhatTheRuleBeforeWrote() {
    assertThat(
            apply(
                ABC,
                replace("a", "b").regex("f(.*);(.*)r").targetLabel("a").replacement("b${1}${2}m"),
                replace("c", "a")
                    .regex("(b).*b(.*)ba(.*)")
                    .targetLabel("d")
                    .replacement("$1$2$2$3")))
        .isEqualTo(LabelSet.of("a", "boobam", "b", "bar", "c", "baz", "d", "boooom"));
  }

  @Test
  void replaceLeavesWhatDoesNotMatch() {
    LabelSet boo = LabelSet.of("a", "boo");

    assertThat(apply(boo, replace("a").regex("f").targetLabel("b").replacement("bar")))
        .isSameAs(boo);
  }

  @Test
  void replaceIsAnchored() {
    LabelSet abc = LabelSet.of("a", "abc");

    assertThat(apply(abc, replace("a").regex("b").targetLabel("d"))).isSameAs(abc);
    assertThat(apply(abc, replace("a").regex(".*(b).*").targetLabel("d")))
        .isEqualTo(LabelSet.of("a", "abc", "d", "b"));
  }

  @Test
  void replaceWithTheDefaultsCopies() {
    assertThat(apply(LabelSet.of("a", "x"), replace("a").targetLabel("b")))
        .isEqualTo(LabelSet.of("a", "x", "b", "x"));
  }

  @Test
  void replaceJoinsAbsentLabelsAsEmpty() {
    assertThat(
            apply(LabelSet.of("a", "x"), replace("no", "a", "no").separator("-").targetLabel("b")))
        .isEqualTo(LabelSet.of("a", "x", "b", "-x-"));
  }

  @Test
  void replaceWithoutSourceSetsALabel() {
    assertThat(apply(LabelSet.empty(), replace().targetLabel("a").replacement("x")))
        .isEqualTo(LabelSet.of("a", "x"));
  }

  @Test
  void replaceWithAnEmptyResultDeletes() {
    assertThat(apply(ABC, replace("a").targetLabel("b").replacement("")))
        .isEqualTo(LabelSet.of("a", "foo", "c", "baz"));
    assertThat(apply(ABC, replace("no").targetLabel("b")))
        .isEqualTo(LabelSet.of("a", "foo", "c", "baz"));
    assertThat(apply(ABC, replace("a").regex("f(x)?oo").targetLabel("b")))
        .isEqualTo(LabelSet.of("a", "foo", "c", "baz"));
  }

  @Test
  void replaceTakesTheTargetFromTheText() {
    LabelSet labels = LabelSet.of("a", "some-name-value");

    assertThat(
            apply(
                labels,
                replace("a").regex("some-([^-]+)-([^,]+)").targetLabel("${1}").replacement("${2}")))
        .isEqualTo(LabelSet.of("a", "some-name-value", "name", "value"));
  }

  @Test
  void replaceWithAnInvalidTargetDoesNothing() {
    LabelSet labels = LabelSet.of("a", "some-name-0");
    RelabelRuleBuilder some = replace("a").regex("some-([^-]+)-([^,]+)").replacement("${1}");

    assertThat(apply(labels, some.targetLabel("${3}"))).isSameAs(labels);
    assertThat(apply(labels, some.targetLabel("${2}"))).isSameAs(labels);
    assertThat(apply(labels, replace("a").regex("some-(.*)").targetLabel("$1"))).isSameAs(labels);
  }

  @Test
  void replaceTakesAnyTargetWhereNamesMayBeUtf8() {
    LabelSet labels = LabelSet.of("a", "line1\nline2");
    RelabelRuleBuilder rule =
        replace("a").regex("line1.*line2").replacement("match${1}").names(NameValidation.UTF8);

    assertThat(apply(labels, rule.targetLabel("utf-8.label")))
        .isEqualTo(LabelSet.of("a", "line1\nline2", "utf-8.label", "match"));
    assertThat(apply(labels, rule.targetLabel("utf-8.label${1}")))
        .isEqualTo(LabelSet.of("a", "line1\nline2", "utf-8.label", "match"));
    assertThat(apply(labels, rule.targetLabel("${1}"))).isSameAs(labels);
  }

  @Test
  void replaceReadsTheTagsOfAServiceRegistry() {
    LabelSet labels = LabelSet.of("__meta_sd_tags", "path:/secret,job:some-job,label:foo=bar");

    assertThat(
            apply(
                labels,
                replace("__meta_sd_tags")
                    .regex("(?:.+,|^)path:(/[^,]+).*")
                    .targetLabel("__metrics_path__"),
                replace("__meta_sd_tags").regex("(?:.+,|^)job:([^,]+).*").targetLabel("job"),
                replace("__meta_sd_tags")
                    .regex("(?:.+,|^)label:([^=]+)=([^,]+).*")
                    .targetLabel("${1}")
                    .replacement("${2}")))
        .isEqualTo(
            LabelSet.of(
                "__meta_sd_tags", "path:/secret,job:some-job,label:foo=bar",
                "__metrics_path__", "/secret",
                "job", "some-job",
                "foo", "bar"));
  }

  @Test
  void keepKeepsWhatMatches() {
    assertThat(apply(ABC, rule(RelabelAction.KEEP).sourceLabels("a").regex("f.*"))).isSameAs(ABC);
    assertThat(apply(ABC, rule(RelabelAction.KEEP).sourceLabels("a").regex("no"))).isNull();
    assertThat(apply(ABC, rule(RelabelAction.KEEP).sourceLabels("no").regex(""))).isSameAs(ABC);
    assertThat(apply(ABC, rule(RelabelAction.KEEP).sourceLabels("a", "b").regex("foo;bar")))
        .isSameAs(ABC);
  }

  @Test
  void dropDropsWhatMatches() {
    assertThat(apply(ABC, rule(RelabelAction.DROP).sourceLabels("a").regex(".*o.*"))).isNull();
    assertThat(apply(ABC, rule(RelabelAction.DROP).sourceLabels("a").regex("no"))).isSameAs(ABC);
    // Anchored: neither alternative is the whole value.
    assertThat(apply(ABC, rule(RelabelAction.DROP).sourceLabels("a").regex("f|o"))).isSameAs(ABC);
  }

  @Test
  void nothingIsDoneAfterADrop() {
    assertThat(
            apply(
                ABC,
                rule(RelabelAction.DROP).sourceLabels("a").regex("foo"),
                replace().targetLabel("d").replacement("x")))
        .isNull();
  }

  @Test
  void anEmptySetIsNotADroppedSet() {
    assertThat(apply(ABC, rule(RelabelAction.LABELDROP).regex(".*"))).isSameAs(LabelSet.empty());
  }

  @Test
  void keepequalComparesTheJoinedSourceWithTheTarget() {
    LabelSet ports = LabelSet.of("__tmp_port", "1234", "__port1", "1234", "__port2", "5678");
    RelabelRuleBuilder rule = rule(RelabelAction.KEEPEQUAL).sourceLabels("__tmp_port");

    assertThat(apply(ports, rule.targetLabel("__port1"))).isSameAs(ports);
    assertThat(apply(ports, rule.targetLabel("__port2"))).isNull();
    assertThat(
            apply(
                LabelSet.of("a", "1", "b", "2", "c", "1;2"),
                rule(RelabelAction.KEEPEQUAL).sourceLabels("a", "b").targetLabel("c")))
        .isNotNull();
  }

  @Test
  void dropequalComparesTheJoinedSourceWithTheTarget() {
    LabelSet ports = LabelSet.of("__tmp_port", "1234", "__port1", "1234", "__port2", "5678");
    RelabelRuleBuilder rule = rule(RelabelAction.DROPEQUAL).sourceLabels("__tmp_port");

    assertThat(apply(ports, rule.targetLabel("__port1"))).isNull();
    assertThat(apply(ports, rule.targetLabel("__port2"))).isSameAs(ports);
    // Both absent: both empty.
    assertThat(apply(ports, rule(RelabelAction.DROPEQUAL).sourceLabels("x").targetLabel("y")))
        .isNull();
  }

  @Test
  void hashmodIsPrometheus() {
    RelabelRuleBuilder mod1000 = rule(RelabelAction.HASHMOD).modulus(1_000).targetLabel("d");

    assertThat(apply(ABC, mod1000.sourceLabels("c")))
        .isEqualTo(LabelSet.of("a", "foo", "b", "bar", "c", "baz", "d", "976"));
    assertThat(apply(LabelSet.of("a", "foo\nbar"), mod1000.sourceLabels("a")))
        .isEqualTo(LabelSet.of("a", "foo\nbar", "d", "734"));
  }

  @Test
  void hashmodIsUnsigned() {
    // The last 8 bytes of the sum of "foo" are 0xedef654fccc4a4d8: negative as a Java long.
    LabelSet labels = LabelSet.of("a", "foo");
    RelabelRuleBuilder rule = rule(RelabelAction.HASHMOD).sourceLabels("a").targetLabel("h");

    assertThat(apply(labels, rule.modulus(7))).isEqualTo(LabelSet.of("a", "foo", "h", "2"));
    // 2^64-1 as the bits of a long.
    assertThat(apply(labels, rule.modulus(-1)))
        .isEqualTo(LabelSet.of("a", "foo", "h", "17145033699835028696"));
  }

  @Test
  void labelmapCopiesLabelsToOtherNames() {
    assertThat(
            apply(
                LabelSet.of("a", "foo", "b1", "bar", "b2", "baz"),
                rule(RelabelAction.LABELMAP).regex("(b.*)").replacement("bar_${1}")))
        .isEqualTo(
            LabelSet.of("a", "foo", "b1", "bar", "b2", "baz", "bar_b1", "bar", "bar_b2", "baz"));
    assertThat(
            apply(
                LabelSet.of("__meta_my_bar", "aaa", "__meta_my_baz", "bbb", "__meta_other", "ccc"),
                rule(RelabelAction.LABELMAP).regex("__meta_(my.*)")))
        .isEqualTo(
            LabelSet.of(
                "__meta_my_bar", "aaa",
                "__meta_my_baz", "bbb",
                "__meta_other", "ccc",
                "my_bar", "aaa",
                "my_baz", "bbb"));
  }

  @Test
  void labelmapReadsTheLabelsAsTheyWereBefore() {
    // x1 has been mapped onto x2 by the time that x2 is: what counts is what x2 was.
    assertThat(
            apply(
                LabelSet.of("x1", "1", "x2", "2"),
                rule(RelabelAction.LABELMAP).regex("x1|x2").replacement("x2")))
        .isEqualTo(LabelSet.of("x1", "1", "x2", "2"));
  }

  @Test
  void labelmapLetsTheLastOfTheNameWin() {
    RelabelRuleBuilder first = rule(RelabelAction.LABELMAP).regex("(.).*").replacement("${1}");

    assertThat(apply(LabelSet.of("x1", "1", "x2", "2"), first))
        .isEqualTo(LabelSet.of("x", "2", "x1", "1", "x2", "2"));
    // What an earlier rule has set comes after the labels that were there from the beginning.
    assertThat(
            apply(
                LabelSet.of("x1", "1", "x2", "2"),
                replace().targetLabel("x0").replacement("0"),
                first))
        .isEqualTo(LabelSet.of("x", "0", "x0", "0", "x1", "1", "x2", "2"));
  }

  @Test
  void labelmapMayMakeAnyName() {
    LabelSet result =
        apply(
            LabelSet.of("a", "1"), rule(RelabelAction.LABELMAP).regex("(a)(b)?").replacement("$2"));

    assertThat(result).isEqualTo(LabelSet.of("a", "1", "", "1"));
    assertThat(Objects.requireNonNull(result).hasOnlyValidNames(NameValidation.UTF8)).isFalse();
  }

  @Test
  void labeldropRemovesLabels() {
    assertThat(
            apply(
                LabelSet.of("a", "foo", "b1", "bar", "b2", "baz"),
                rule(RelabelAction.LABELDROP).regex("(b.*)")))
        .isEqualTo(LabelSet.of("a", "foo"));
  }

  @Test
  void labeldropOfALabelThatIsSetAgain() {
    assertThat(
            apply(
                LabelSet.of("__meta_port_name", "foo", "__meta_port", "9091"),
                rule(RelabelAction.LABELDROP).regex("^__meta_port_name$"),
                replace("__meta_port")
                    .regex("(.+)")
                    .targetLabel("__meta_port_name")
                    .replacement("metrics"),
                rule(RelabelAction.KEEP).sourceLabels("__meta_port_name").regex("^metrics$")))
        .isEqualTo(LabelSet.of("__meta_port", "9091", "__meta_port_name", "metrics"));
  }

  @Test
  void labelkeepRemovesTheOthers() {
    assertThat(
            apply(
                LabelSet.of("a", "foo", "b1", "bar", "b2", "baz"),
                rule(RelabelAction.LABELKEEP).regex("(b.*)")))
        .isEqualTo(LabelSet.of("b1", "bar", "b2", "baz"));
  }

  @Test
  void lowercaseAndUppercase() {
    assertThat(
            apply(
                LabelSet.of("foo", "bAr123Foo"),
                rule(RelabelAction.UPPERCASE).sourceLabels("foo").targetLabel("up"),
                rule(RelabelAction.LOWERCASE).sourceLabels("foo").targetLabel("low")))
        .isEqualTo(LabelSet.of("foo", "bAr123Foo", "low", "bar123foo", "up", "BAR123FOO"));
  }

  @Test
  void caseIsMappedCharacterByCharacter() {
    // Java's own toUpperCase makes SS of ß, its toLowerCase a final sigma and two chars of İ.
    assertThat(
            apply(
                LabelSet.of("u", "straße ﬁ ǆ 𐐨", "l", "ΣΑΣ İI ǅ"),
                rule(RelabelAction.UPPERCASE).sourceLabels("u").targetLabel("u"),
                rule(RelabelAction.LOWERCASE).sourceLabels("l").targetLabel("l")))
        .isEqualTo(LabelSet.of("u", "STRAßE ﬁ Ǆ 𐐀", "l", "σασ ii ǆ"));
  }

  @Test
  void caseOfNothingRemovesTheTarget() {
    assertThat(apply(ABC, rule(RelabelAction.LOWERCASE).sourceLabels("no").targetLabel("b")))
        .isEqualTo(LabelSet.of("a", "foo", "c", "baz"));
  }

  @Test
  void metaLabelsAreLeftAlone() {
    LabelSet labels = LabelSet.of("__tmp", "1", "__meta_x", "2");

    assertThat(apply(labels, replace("__tmp").targetLabel("a")))
        .isEqualTo(LabelSet.of("__tmp", "1", "__meta_x", "2", "a", "1"));
  }

  @Test
  void noRulesChangeNothing() {
    assertThat(RelabelRules.none().apply(ABC)).isSameAs(ABC);
    assertThat(RelabelRules.of(List.of())).isSameAs(RelabelRules.none());
  }

  @Test
  void theBuilderIsChangedInPlace() {
    LabelBuilder builder = new LabelBuilder().reset(ABC);
    RelabelRules rules = RelabelRules.of(List.of(replace("a").targetLabel("d").build()));

    assertThat(rules.apply(builder)).isEqualTo(RelabelOutcome.KEPT);
    assertThat(builder.get("d")).isEqualTo("foo");
  }
}
