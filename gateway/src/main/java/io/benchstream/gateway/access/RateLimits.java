package io.benchstream.gateway.access;

import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** So many requests of each caller in a second. Callers not heard of for long are forgotten. */
public final class RateLimits {
  private static final int MOST_CALLERS = 10_000;

  private final RateLimiterConfig config;
  private final Map<String, RateLimiter> limiters =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, RateLimiter> eldest) {
          return size() > MOST_CALLERS;
        }
      };

  /**
   * Limits.
   *
   * @param requestsPerSecond of each caller, 1 or more
   */
  public RateLimits(int requestsPerSecond) {
    config =
        RateLimiterConfig.custom()
            .limitRefreshPeriod(Duration.ofSeconds(1))
            .limitForPeriod(requestsPerSecond)
            .timeoutDuration(Duration.ZERO)
            .build();
  }

  /** Whether one more request of the caller is within the limit. Never waits. */
  public boolean admit(String caller) {
    RateLimiter limiter;
    synchronized (limiters) {
      limiter = limiters.computeIfAbsent(caller, name -> RateLimiter.of(name, config));
    }
    return limiter.acquirePermission();
  }
}
