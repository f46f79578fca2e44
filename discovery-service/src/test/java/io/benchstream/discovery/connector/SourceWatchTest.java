package io.benchstream.discovery.connector;

import static io.benchstream.discovery.Events.endpoint;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.benchstream.schemas.LifecycleEvent;
import io.benchstream.schemas.Phase;
import io.benchstream.schemas.Resource;
import io.benchstream.schemas.ResourceType;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A connector and others that tell of the same resources while it reads. */
class SourceWatchTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** What a read comes to; who gives one waits until it is taken. */
  private sealed interface Answer {
    record Shown(Snapshot snapshot) implements Answer {}

    record Away() implements Answer {}
  }

  private final SynchronousQueue<Answer> answers = new SynchronousQueue<>();
  private final List<LifecycleEvent> sent = new CopyOnWriteArrayList<>();
  private final ConnectorStatus status =
      new ConnectorStatus("lab", new SimpleMeterRegistry(), Clock.systemUTC());
  private final AtomicInteger begun = new AtomicInteger();
  private @Nullable Thread thread;

  private Snapshot read() throws SourceException, InterruptedException {
    begun.incrementAndGet();
    return switch (answers.take()) {
      case Answer.Shown(Snapshot snapshot) -> snapshot;
      case Answer.Away away -> throw new SourceException("it is away");
    };
  }

  private SourceWatch start(@Nullable Duration removeAfter) {
    ConnectorSpec spec =
        new ConnectorSpec(
            "lab",
            "lab",
            "/test/lab",
            Duration.ofMillis(1),
            Duration.ofMillis(1),
            removeAfter,
            () -> this::read);
    SourceWatch watch =
        new SourceWatch(
            spec,
            new Announcer(spec.source(), "lab", Clock.systemUTC(), List.of()),
            sent::addAll,
            status,
            Clock.systemUTC());
    thread = Thread.ofVirtual().start(watch);
    return watch;
  }

  @AfterEach
  void stop() throws Exception {
    Thread running = Objects.requireNonNull(thread);
    running.interrupt();
    assertThat(running.join(PATIENCE)).isTrue();
  }

  private void answer(Answer answer) throws InterruptedException {
    assertThat(answers.offer(answer, PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
  }

  private static Answer shown(String... jobs) {
    return new Answer.Shown(
        Snapshot.of(
            List.of(jobs).stream()
                .map(
                    job ->
                        job.isEmpty()
                            ? Sighting.cluster(
                                "static", Map.of(), List.of(endpoint("c:1")), Map.of())
                            : Sighting.job(job, "static", Map.of(), List.of(endpoint(job + ":1"))))
                .toList()));
  }

  private static Resource told(@Nullable String job, Phase phase) {
    Instant time = Instant.now().plusSeconds(60);
    return Resource.newBuilder()
        .setResourceType(job == null ? ResourceType.CLUSTER : ResourceType.JOB)
        .setCluster("lab")
        .setJob(job)
        .setPhase(phase)
        .setKind("static")
        .setSince(time)
        .setLastEventTime(time)
        .setRecentEvents(List.of("/somebody\n1"))
        .build();
  }

  @Test
  void aSourceThatIsLostRevivesNothingThatSomebodyElseEnded() throws Exception {
    SourceWatch watch = start(Duration.ofMillis(2));
    answer(shown("", "j"));
    await().atMost(PATIENCE).until(() -> sent.size() == 2);

    watch.hear(told(null, Phase.DELETED));
    watch.hear(told("j", Phase.DELETED));
    for (int i = 0; i < 4; i++) {
      answer(new Answer.Away());
    }
    answer(shown("", "j"));
    // Once this is taken, all before it has been dealt with.
    answer(shown("", "j"));

    assertThat(sent).hasSize(2);
  }

  /** A job that was requeued: the end of its first life is read while its second begins. */
  @Test
  void whatIsHeardDuringAReadIsJudgedByTheNext() throws Exception {
    SourceWatch watch = start(null);
    Answer over = new Answer.Shown(Snapshot.of(List.of(completed("j"))));
    answer(shown("j", "k"));
    await().atMost(PATIENCE).until(() -> begun.get() == 2);

    watch.hear(told("j", Phase.RUNNING));
    answer(over);
    await().atMost(PATIENCE).until(() -> begun.get() == 3);
    // Of k nothing was heard: that it is gone is told.
    assertThat(sent).extracting(LifecycleEvent::getJob).containsExactly("j", "k", "k");

    answer(over);
    await().atMost(PATIENCE).until(() -> begun.get() == 4);
    assertThat(sent).hasSize(4);
    assertThat(sent.getLast().getJob()).isEqualTo("j");
    assertThat(sent.getLast().getPhase()).isEqualTo(Phase.COMPLETED);
  }

  private static Sighting completed(String job) {
    return new Sighting(
        job, Phase.COMPLETED, "static", Map.of(), List.of(), Map.of(), Instant.now());
  }
}
