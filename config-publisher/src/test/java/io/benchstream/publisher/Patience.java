package io.benchstream.publisher;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** How long tests wait for what has to come: long, since the machine may have other work. */
public final class Patience {
  private static final Duration LIMIT = Duration.ofSeconds(40);

  private Patience() {}

  public static ConditionFactory await() {
    return Awaitility.await().atMost(LIMIT);
  }
}
