package io.benchstream.runtime.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LifecycleTest {
  private final List<String> events = new ArrayList<>();

  @Test
  void startsInOrderAndStopsInReverse() {
    try (Lifecycle lifecycle = new Lifecycle()) {
      lifecycle.add(new Part("sink", false));
      lifecycle.add(new Part("source", false));
      lifecycle.start();
    }
    assertThat(events).containsExactly("+sink", "+source", "-source", "-sink");
  }

  @Test
  void aFailedStartClosesWhatStoodAndIsTold() {
    Lifecycle lifecycle = new Lifecycle();
    lifecycle.add(new Part("sink", false));
    lifecycle.add(new Part("source", true));
    lifecycle.add(new Part("never", false));

    assertThatThrownBy(lifecycle::start).hasMessage("source");
    assertThat(events).containsExactly("+sink", "+source", "-source", "-sink");
  }

  @Test
  void aSecondCloseDoesNothing() {
    Lifecycle lifecycle = new Lifecycle();
    lifecycle.add(new Part("sink", false));
    lifecycle.start();
    lifecycle.close();
    lifecycle.close();
    assertThat(events).containsExactly("+sink", "-sink");
  }

  private final class Part implements Component {
    private final String name;
    private final boolean fails;

    Part(String name, boolean fails) {
      this.name = name;
      this.fails = fails;
    }

    @Override
    public void start() {
      events.add("+" + name);
      if (fails) {
        throw new IllegalStateException(name);
      }
    }

    @Override
    public void close() {
      events.add("-" + name);
    }
  }
}
