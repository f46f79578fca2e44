package io.benchstream.scrape;

import static io.benchstream.scrape.ScrapeWorld.target;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.benchstream.local.broker.LocalBroker;
import io.benchstream.local.junit.SharedParts;
import io.benchstream.local.registry.LocalRegistry;
import io.benchstream.schemas.samples.DecodedScrape;
import io.benchstream.scrape.ScrapeWorld.WorkerInstance;
import io.benchstream.scrape.fetch.FaultyServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three workers against targets that count: one comes, one is killed, one comes in its place, one
 * leaves. What was lost and doubled is printed.
 */
@ExtendWith(SharedParts.class)
class ShardingIT {
  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final Duration TAKEN_OVER = Duration.ofSeconds(10);
  private static final int TARGETS = 24;

  /** What a machine that does other work at the same time is given. */
  private static final int ROOM = 2;

  private final ScrapeWorld world;
  private final Map<String, FaultyServer> targets = new LinkedHashMap<>();

  @TempDir Path directory;

  ShardingIT(LocalBroker broker, LocalRegistry registry) {
    world = new ScrapeWorld(broker, registry, "sharding-it-" + System.nanoTime());
  }

  @AfterEach
  void stop() {
    world.close();
    assertThat(world.faults).isEmpty();
  }

  @Test
  void losesNothingInAPlannedChangeAndLittleWhenAWorkerIsKilled() throws IOException {
    for (int i = 0; i < TARGETS; i++) {
      FaultyServer server = world.serve(FaultyServer.page("a 1\n"));
      targets.put(world.put(target(server.address(), INTERVAL, INTERVAL)), server);
    }
    try (WorkerChild victim = WorkerChild.start(directory.resolve("w1"), "w1", world.kafka())) {
      // A process that has just begun is slow: what it misses is no matter of the changes.
      eventuallyOwnedBy("w1");
      scrapeOnce();
      scrapeOnce();
      long settledAt = System.currentTimeMillis();
      world.startWorker("w2");
      eventuallyOwnedBy("w1", "w2");
      WorkerInstance leaver = world.startWorker("w3");
      eventuallyOwnedBy("w1", "w2", "w3");
      scrapeOnce();
      Set<String> orphans = ownedBy("w1");
      assertThat(orphans).isNotEmpty();

      long killedAt = System.currentTimeMillis();
      victim.kill();
      eventuallyOwnedBy("w2", "w3");
      long recoveredAt = System.currentTimeMillis();

      world.startWorker("w4");
      eventuallyOwnedBy("w2", "w3", "w4");
      scrapeOnce();
      leaver.close();
      eventuallyOwnedBy("w2", "w4");
      scrapeOnce();

      judge(settledAt, orphans, killedAt, recoveredAt);
    }
  }

  private void judge(long settledAt, Set<String> orphans, long killedAt, long recoveredAt) {
    int lostInChanges = 0;
    int lostByKill = 0;
    int doubled = 0;
    int published = 0;
    long slowest = 0;
    for (String id : targets.keySet()) {
      List<DecodedScrape> scrapes = world.scrapesOf(id);
      ScrapeTimeline timeline = new ScrapeTimeline(id, INTERVAL, scrapes);
      published += scrapes.size();
      doubled += timeline.doubled();
      long from = orphans.contains(id) ? killedAt - INTERVAL.toMillis() : Long.MAX_VALUE;
      long to = orphans.contains(id) ? recoveredAt : Long.MAX_VALUE;
      List<Long> lost = new ArrayList<>(timeline.lost(settledAt, from));
      lost.addAll(timeline.lost(to, Long.MAX_VALUE));
      lost.forEach(
          due ->
              System.out.printf(
                  "%s was not scraped at %d: %s%n", id, due, timeline.ownersAround(due)));
      lostInChanges += lost.size();
      lostByKill += timeline.lost(from, to).size();
      slowest = Math.max(slowest, orphans.contains(id) ? timeline.untilNext(killedAt) : 0);
    }
    int requests = targets.values().stream().mapToInt(server -> server.requests.get()).sum();
    System.out.printf(
        "%d targets every %s: %d requests at the targets, %d scrapes accepted by consumers%n"
            + "lost in planned changes: %d (goal 0); doubled: %d; of a fenced owner: %d%n"
            + "a worker killed: its %d targets scraped again after %d ms at most (goal %d), %d scrapes lost%n",
        TARGETS,
        INTERVAL,
        requests,
        published,
        lostInChanges,
        doubled,
        world.fenced.get(),
        orphans.size(),
        slowest,
        TAKEN_OVER.toMillis(),
        lostByKill);
    assertThat(lostInChanges).as("scrapes lost in planned changes").isZero();
    assertThat(doubled).as("scrapes doubled").isZero();
    assertThat(Duration.ofMillis(slowest)).isLessThanOrEqualTo(TAKEN_OVER.multipliedBy(ROOM));
    assertThat(lostByKill)
        .isLessThanOrEqualTo((int) (orphans.size() * (ROOM * TAKEN_OVER.dividedBy(INTERVAL) + 1)));
  }

  /** Waits until each target was scraped again by whoever owns it. */
  private void scrapeOnce() {
    Map<String, Integer> before = new LinkedHashMap<>();
    targets.keySet().forEach(id -> before.put(id, world.scrapesOf(id).size()));
    eventually(
        () ->
            before.forEach(
                (id, count) -> assertThat(world.scrapesOf(id)).hasSizeGreaterThan(count)));
  }

  private Set<String> owners() {
    Set<String> owners = new TreeSet<>();
    targets.keySet().forEach(id -> owners.add(world.scrapesOf(id).getLast().owner()));
    return owners;
  }

  private Set<String> ownedBy(String worker) {
    Set<String> owned = new TreeSet<>();
    for (String id : targets.keySet()) {
      if (world.scrapesOf(id).getLast().owner().equals(worker)) {
        owned.add(id);
      }
    }
    return owned;
  }

  private void eventuallyOwnedBy(String... workers) {
    eventually(() -> assertThat(owners()).containsExactly(workers));
    System.out.printf("%d: scraped by %s%n", System.currentTimeMillis(), List.of(workers));
  }

  private static void eventually(ThrowingCallable assertion) {
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(50))
        .ignoreExceptionsInstanceOf(java.util.NoSuchElementException.class)
        .untilAsserted(assertion::call);
  }
}
