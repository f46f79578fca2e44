package io.benchstream.runtime.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RateLimitedLogTest {
  private final AtomicLong now = new AtomicLong();
  private final InstantSource source = () -> Instant.ofEpochMilli(now.get());
  private final Clock clock = source.withZone(ZoneOffset.UTC);

  @Test
  void oneLinePerKeyAndPeriodThenTheCount() {
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    Logger logger = new LoggerContext().getLogger("test");
    logger.addAppender(lines);
    RateLimitedLog log = new RateLimitedLog(logger, clock, Duration.ofMinutes(1));

    log.warn("a", "broken");
    log.warn("a", "broken");
    log.warn("b", "broken");
    log.warn("a", "broken");
    now.addAndGet(60_000);
    log.warn("a", "broken");

    assertThat(lines.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactly("a: broken", "b: broken", "a: broken (2 more since the last such line)");
  }
}
