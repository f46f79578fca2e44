package io.benchstream.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TerminalTest {
  @Test
  void coloursOnlyOnATerminalThatHasThemAndWantsThem() {
    Map<String, String> xterm = Map.of("TERM", "xterm", "COLUMNS", "132");
    assertThat(Terminal.detect(true, xterm)).isEqualTo(new Terminal(true, true, 132));
    assertThat(Terminal.detect(false, xterm).colours()).isFalse();
    assertThat(Terminal.detect(true, Map.of("TERM", "dumb")).redraws()).isFalse();
    assertThat(Terminal.detect(true, Map.of("TERM", "xterm", "NO_COLOR", "1")))
        .isEqualTo(new Terminal(false, true, 100));
    assertThat(Terminal.detect(true, Map.of("TERM", "xterm", "COLUMNS", "")).columns())
        .isEqualTo(100);
  }
}
