package io.benchstream.runtime.kafka;

import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries again, with growing pauses and jitter, what fails because a broker or the registry is away.
 * Each failure is one line in words.
 *
 * @param attempts the most attempts, 1 or more; {@link Integer#MAX_VALUE} never gives up
 * @param first pause after the first failure
 * @param longest the longest pause
 */
public record Backoff(int attempts, Duration first, Duration longest) {
  private static final Logger LOG = LoggerFactory.getLogger(Backoff.class);

  /** Never gives up: 0.2 s growing to 10 s. For services, which outlive their broker's restarts. */
  public static Backoff forever() {
    return new Backoff(Integer.MAX_VALUE, Duration.ofMillis(200), Duration.ofSeconds(10));
  }

  /**
   * Calls until it succeeds, fails for another reason than {@code passing}, or the attempts are
   * used up. An interrupt ends the retries.
   *
   * @param what the thing that is tried, for the log: "broker at localhost:9092"
   * @throws UnavailableException once the attempts are used up
   */
  public <T> T call(String what, Predicate<Throwable> passing, Callable<T> callable) {
    try {
      return callable.call(); // most calls end here: the machinery below is for failures only
    } catch (Exception e) {
      if (attempts == 1 || !passing.test(e)) {
        throw failure(what, passing, e);
      }
    }
    try {
      return retry(what, passing).executeCallable(callable);
    } catch (Exception e) {
      throw failure(what, passing, e);
    }
  }

  private Retry retry(String what, Predicate<Throwable> passing) {
    Retry retry =
        Retry.of(
            what,
            RetryConfig.custom()
                .maxAttempts(attempts - 1)
                .intervalFunction(IntervalFunction.ofExponentialRandomBackoff(first, 2.0, longest))
                .retryOnException(passing)
                .build());
    retry
        .getEventPublisher()
        .onRetry(
            event ->
                LOG.warn(
                    "{} does not answer ({}); attempt {} in {} ms",
                    what,
                    reason(event.getLastThrowable()),
                    event.getNumberOfRetryAttempts() + 2,
                    event.getWaitInterval().toMillis()));
    return retry;
  }

  private static RuntimeException failure(
      String what, Predicate<Throwable> passing, Exception error) {
    if (passing.test(error)) {
      return new UnavailableException(
          "%s does not answer: %s".formatted(what, reason(error)), error);
    }
    return error instanceof RuntimeException unchecked
        ? unchecked
        : new IllegalStateException(what + ": " + reason(error), error);
  }

  private static String reason(Throwable error) {
    Throwable root = error;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String message = root.getMessage();
    return message == null ? root.getClass().getSimpleName() : message;
  }
}
