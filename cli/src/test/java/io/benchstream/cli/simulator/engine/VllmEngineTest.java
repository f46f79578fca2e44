package io.benchstream.cli.simulator.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class VllmEngineTest {
  private static final long SECOND = 1_000_000_000L;
  private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
  private static final CompletionRequest REQUEST = new CompletionRequest(100, 1000, false);

  private final List<Completion> completions = new ArrayList<>();

  @Test
  void requestTakesTheTimeThatTheEngineAnnounces() {
    VllmEngine engine = new VllmEngine(EngineConfig.defaults(), T0);
    engine.submit(5 * SECOND, REQUEST, completions::add);
    long wake = engine.nextWakeNanos().orElseThrow();

    engine.advance(wake - 1);
    assertThat(completions).isEmpty();
    engine.advance(wake);

    assertThat(completions).hasSize(1);
    assertThat(completions.getFirst().latencySeconds())
        .isCloseTo((wake - 5 * SECOND) / 1e9, within(1e-9));
    assertThat(engine.nextWakeNanos()).isEmpty();
  }

  @Test
  void latenessOfTheCallerChangesNothing() {
    VllmEngine punctual = loaded(EngineConfig.defaults());
    for (long now = 0; now <= 100 * SECOND; now += SECOND / 1000) {
      punctual.advance(now);
    }
    VllmEngine late = loaded(EngineConfig.defaults());

    assertThat(late.page(100 * SECOND, T0)).isEqualTo(punctual.page(100 * SECOND, T0));
  }

  @Test
  void nthRequestDrawsTheSameWhateverRunsBesideIt() {
    VllmEngine alone = new VllmEngine(EngineConfig.defaults().withMaxRunning(1), T0);
    VllmEngine together = new VllmEngine(EngineConfig.defaults().withMaxRunning(8), T0);
    List<Completion> serial = new ArrayList<>();
    List<Completion> parallel = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      alone.submit(0, REQUEST, serial::add);
      together.submit(0, REQUEST, parallel::add);
    }
    alone.advance(100 * SECOND);
    together.advance(100 * SECOND);

    assertThat(parallel)
        .extracting(Completion::generatedTokens)
        .containsExactlyInAnyOrderElementsOf(
            serial.stream().map(Completion::generatedTokens).toList());
  }

  @Test
  void slowdownStretchesEveryRequest() {
    loaded(EngineConfig.defaults().withMaxRunning(64)).advance(100 * SECOND);
    List<Completion> normal = List.copyOf(completions);
    completions.clear();
    loaded(EngineConfig.defaults().withMaxRunning(64).withSlowdown(1.1)).advance(100 * SECOND);

    assertThat(mean(completions)).isCloseTo(1.1 * mean(normal), within(1e-6));
  }

  @Test
  void waitsInOrderForSlotAndMemoryAndCountsTheWaitAsTimeToFirstToken() {
    VllmEngine engine = new VllmEngine(EngineConfig.defaults().withMaxRunning(1), T0);
    engine.submit(0, REQUEST, completions::add);
    engine.submit(0, REQUEST, completions::add);
    assertThat(engine.page(0, T0))
        .contains("vllm:num_requests_running{engine=\"0\",model_name=\"simulated/llama-3-8b\"} 1.0")
        .contains(
            "vllm:num_requests_waiting{engine=\"0\",model_name=\"simulated/llama-3-8b\"} 1.0");

    engine.advance(100 * SECOND);

    Completion first = completions.getFirst();
    Completion second = completions.getLast();
    assertThat(second.timeToFirstTokenSeconds()).isGreaterThan(first.latencySeconds());
  }

  @Test
  void refusesWhatTheQueueCannotHold() {
    VllmEngine engine =
        new VllmEngine(EngineConfig.defaults().withMaxRunning(1).withMaxWaiting(1), T0);
    assertThat(engine.submit(0, REQUEST, completions::add)).isPresent();
    assertThat(engine.submit(0, REQUEST, completions::add)).isPresent();
    assertThat(engine.submit(0, REQUEST, completions::add)).isEmpty();
    engine.advance(100 * SECOND);
    assertThat(completions).hasSize(2);
  }

  @Test
  void abortFreesTheSlotAndIsCounted() {
    VllmEngine engine = new VllmEngine(EngineConfig.defaults().withMaxRunning(1), T0);
    OptionalLong first = engine.submit(0, REQUEST, completions::add);
    OptionalLong second = engine.submit(0, REQUEST, completions::add);
    OptionalLong third = engine.submit(0, REQUEST, completions::add);
    engine.abort(SECOND / 100, first.orElseThrow());
    engine.abort(SECOND / 100, third.orElseThrow());

    engine.advance(100 * SECOND);

    assertThat(completions).hasSize(1);
    assertThat(second).isPresent();
    assertThat(engine.page(100 * SECOND, T0))
        .contains("finished_reason=\"abort\",model_name=\"simulated/llama-3-8b\"} 2.0")
        .contains("vllm:kv_cache_usage_perc{engine=\"0\",model_name=\"simulated/llama-3-8b\"} 0.0");
  }

  @Test
  void tokenLimitEndsARequestWithLength() {
    VllmEngine engine = new VllmEngine(EngineConfig.defaults(), T0);
    engine.submit(0, new CompletionRequest(10, 1, false), completions::add);
    engine.advance(100 * SECOND);
    assertThat(completions.getFirst().reason()).isEqualTo(FinishReason.LENGTH);
    assertThat(completions.getFirst().generatedTokens()).isEqualTo(1);
  }

  @Test
  void streamHearsEveryToken() {
    VllmEngine engine = new VllmEngine(EngineConfig.defaults(), T0);
    List<Integer> tokens = new ArrayList<>();
    engine.submit(
        0,
        new CompletionRequest(10, 5, true),
        new CompletionListener() {
          @Override
          public void token(int number) {
            tokens.add(number);
          }

          @Override
          public void completed(Completion completion) {
            completions.add(completion);
          }
        });
    while (engine.nextWakeNanos().isPresent()) {
      engine.advance(engine.nextWakeNanos().getAsLong());
    }
    assertThat(tokens).containsExactly(1, 2, 3, 4);
    assertThat(completions).hasSize(1);
  }

  @Test
  void promptWithoutRoomForATokenIsRefusedInWords() {
    VllmEngine engine = new VllmEngine(EngineConfig.defaults(), T0);
    assertThatThrownBy(
            () -> engine.submit(0, new CompletionRequest(2048, 1, false), completions::add))
        .hasMessageContaining("2048");
  }

  private VllmEngine loaded(EngineConfig config) {
    VllmEngine engine = new VllmEngine(config, T0);
    for (int i = 0; i < 50; i++) {
      engine.submit(0, REQUEST, completions::add);
    }
    return engine;
  }

  private static double mean(List<Completion> completions) {
    return completions.stream().mapToDouble(Completion::latencySeconds).average().orElseThrow();
  }
}
