package io.benchstream.cli.simulator.engine;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/**
 * The simulated engine: a bounded number of requests run at once, the others wait in order. It
 * knows no clock: every call says what time it is, in nanoseconds that never go back, and the
 * engine first does all that was due until then, in order and at its exact time. So nothing depends
 * on how punctually it is called, and a run can be repeated.
 *
 * <p>Thread-safe; listeners are called under the lock by the thread that moves the time.
 */
public final class VllmEngine {
  private final EngineConfig config;
  private final VllmMetrics metrics;
  private final MetricsPage page;
  private final TruthLog truth = new TruthLog();
  private final ArrayDeque<Sequence> waiting = new ArrayDeque<>();
  private final Map<Long, Sequence> running = new HashMap<>();
  private final PriorityQueue<Sequence> byNextToken =
      new PriorityQueue<>(
          Comparator.comparingLong(Sequence::nextTokenAt).thenComparingLong(s -> s.id));
  private int reservedTokens;
  private long submitted;
  private long pages;

  /**
   * An idle engine.
   *
   * @param createdAt shown by the {@code _created} series
   */
  public VllmEngine(EngineConfig config, Instant createdAt) {
    this.config = config;
    this.metrics = new VllmMetrics(config.metricNames());
    this.page = new MetricsPage(config.modelName(), createdAt);
  }

  public EngineConfig config() {
    return config;
  }

  /**
   * Takes in a request.
   *
   * @return its id; empty where too many wait already
   * @throws IllegalArgumentException where the prompt leaves no room for a token
   */
  public synchronized OptionalLong submit(
      long nowNanos, CompletionRequest request, CompletionListener listener) {
    advance(nowNanos);
    if (request.promptTokens() >= config.maxModelLength()) {
      throw new IllegalArgumentException(
          "This model's maximum context length is %d tokens. However, your request has %d input tokens."
              .formatted(config.maxModelLength(), request.promptTokens()));
    }
    long id = submitted++;
    // A generator per request: its draws do not depend on what runs beside it.
    SplittableRandom random = new SplittableRandom(config.seed() * 0x9E3779B97F4A7C15L + id);
    waiting.add(new Sequence(id, nowNanos, request, listener, config, random));
    admit(nowNanos);
    if (waiting.size() > config.maxWaiting()) {
      waiting.removeLast();
      return OptionalLong.empty();
    }
    return OptionalLong.of(id);
  }

  /** Does all that is due until now. */
  public synchronized void advance(long nowNanos) {
    while (true) {
      Sequence next = byNextToken.peek();
      if (next == null || next.nextTokenAt() > nowNanos) {
        return;
      }
      byNextToken.poll();
      long at = next.nextTokenAt();
      next.generate(metrics);
      if (next.done()) {
        release(next);
        next.listener.completed(next.finish(metrics));
        admit(at);
      } else {
        byNextToken.add(next);
        if (next.stream) {
          next.listener.token(next.heldTokens() - next.promptTokens);
        }
      }
    }
  }

  /** Drops a request whose client went away. One that is finished stays so. */
  public synchronized void abort(long nowNanos, long id) {
    advance(nowNanos);
    Sequence aborted = running.get(id);
    if (aborted != null) {
      byNextToken.remove(aborted);
      release(aborted);
      metrics.finished(FinishReason.ABORT);
      admit(nowNanos);
    } else if (waiting.removeIf(sequence -> sequence.id == id)) {
      metrics.finished(FinishReason.ABORT);
    }
  }

  /** When {@link #advance} must be called next for a client to hear in time. */
  public synchronized OptionalLong nextWakeNanos() {
    return running.values().stream().mapToLong(Sequence::wakeAt).min();
  }

  /** The metrics page; from here on the truth up to this page can be asked for. */
  public synchronized String page(long nowNanos, Instant servedAt) {
    advance(nowNanos);
    Map<String, Double> gauges = gauges();
    pages++;
    truth.served(PageMark.of(servedAt, metrics, gauges));
    return page.encode(metrics, gauges);
  }

  /** Metrics pages served so far. */
  public synchronized long pages() {
    return pages;
  }

  /**
   * What the metrics really were, over the window (start, end], as far as scrapes can see it: a
   * counter is only known at scrapes, so the window reaches from the last scrape at or before its
   * start to the last scrape at or before its end. Without a scrape before it, the first scrape is
   * the baseline.
   *
   * @param scrapes all successful scrapes of this engine, rising
   * @return empty where fewer than two scrapes bound the window
   */
  public synchronized Optional<Truth> truth(List<ScrapeSpan> scrapes, Instant start, Instant end) {
    return truth.between(metrics, scrapes, start, end);
  }

  private Map<String, Double> gauges() {
    int held = running.values().stream().mapToInt(Sequence::heldTokens).sum();
    return Map.of(
        "vllm:num_requests_running",
        (double) running.size(),
        "vllm:num_requests_waiting",
        (double) waiting.size(),
        metrics.names.kvCacheUsage(),
        (double) held / config.kvCacheTokens());
  }

  private void admit(long at) {
    while (!waiting.isEmpty()
        && running.size() < config.maxRunning()
        && reservedTokens + waiting.element().reservedTokens() <= config.kvCacheTokens()) {
      Sequence next = waiting.remove();
      next.start(at);
      reservedTokens += next.reservedTokens();
      running.put(next.id, next);
      byNextToken.add(next);
    }
  }

  private void release(Sequence sequence) {
    running.remove(sequence.id);
    reservedTokens -= sequence.reservedTokens();
  }
}
