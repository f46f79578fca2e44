package io.benchstream.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class TestBedTest {
  @Test
  void onePartThatFailsDoesNotKeepTheOthersFromClosing() {
    List<String> closed = new ArrayList<>();
    Deque<AutoCloseable> parts = new ArrayDeque<>();
    parts.push(() -> closed.add("first"));
    parts.push(
        () -> {
          throw new IOException("second");
        });
    parts.push(
        () -> {
          throw new IOException("third");
        });

    assertThatThrownBy(() -> TestBed.closeAll(parts))
        .hasRootCauseMessage("third")
        .satisfies(e -> assertThat(e.getSuppressed()[0]).hasMessage("second"));
    assertThat(closed).containsExactly("first");
  }
}
