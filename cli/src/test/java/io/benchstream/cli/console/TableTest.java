package io.benchstream.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TableTest {
  private static Console console(Terminal terminal) {
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
    return new Console(nowhere, nowhere, terminal);
  }

  @Test
  void alignsByWhatIsSeenAndNotByColourCodes() {
    Console plain = console(Terminal.none());
    Console coloured = console(new Terminal(true, true, 100));
    Table table = new Table().column("NAME", Table.Align.LEFT).column("N", Table.Align.RIGHT);
    table.row(coloured.style(Style.GREEN, "ok"), "1").row("longer ✓", "1,000");

    assertThat(table.lines(plain))
        .containsExactly(
            "NAME          N", "\u001b[32mok\u001b[0m            1", "longer ✓  1,000");
  }

  @Test
  void numbersKeepFourSignificantDigits() {
    assertThat(Numbers.significant(0)).isEqualTo("0");
    assertThat(Numbers.significant(12)).isEqualTo("12");
    assertThat(Numbers.significant(1234567)).isEqualTo("1,234,567");
    assertThat(Numbers.significant(13.24567)).isEqualTo("13.25");
    assertThat(Numbers.significant(0.0123456)).isEqualTo("0.01235");
    assertThat(Numbers.significant(-9876.54)).isEqualTo("-9,877");
    assertThat(Numbers.significant(Double.NaN)).isEqualTo("-");
    assertThat(Numbers.significant(Double.POSITIVE_INFINITY)).isEqualTo("+Inf");
  }

  @Test
  void longStatusIsCutAtTheEdgeAndColoursEnd() {
    assertThat(VisibleText.cut("abcdef", 6)).isEqualTo("abcdef");
    assertThat(VisibleText.cut("abcdefg", 6)).isEqualTo("abcde…");
    assertThat(VisibleText.cut("\u001b[32mabcdefg\u001b[0m", 6))
        .isEqualTo("\u001b[32mabcde…\u001b[0m");
  }
}
