package io.benchstream.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartsTest {
  @Test
  void onePartThatFailsDoesNotKeepTheOthersFromClosing() {
    List<String> closed = new ArrayList<>();
    Parts parts = new Parts();
    parts.add(() -> closed.add("first"));
    parts.add(
        () -> {
          throw new IOException("second");
        });
    parts.add(
        () -> {
          throw new IOException("third");
        });

    assertThatThrownBy(parts::close)
        .hasRootCauseMessage("third")
        .satisfies(e -> assertThat(e.getSuppressed()[0]).hasMessage("second"));
    assertThat(closed).containsExactly("first");
  }
}
