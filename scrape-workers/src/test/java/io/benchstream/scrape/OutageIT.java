package io.benchstream.scrape;

import static io.benchstream.scrape.ScrapeWorld.target;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.benchstream.local.broker.LocalBroker;
import io.benchstream.local.junit.SharedParts;
import io.benchstream.local.process.Port;
import io.benchstream.local.registry.LocalRegistry;
import io.benchstream.scrape.ScrapeWorld.WorkerInstance;
import io.benchstream.scrape.fetch.FaultyServer;
import java.nio.file.Path;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A broker that goes away and comes back. */
@ExtendWith(SharedParts.class)
class OutageIT {
  private static final Duration INTERVAL = Duration.ofMillis(200);
  private static final long BOUND = 1 << 20;
  private static final int SERIES = 10_000;
  private static final int TARGETS = 4;
  private static final String SCRAPED = "benchstream_scrape_samples_scraped";
  private static final String PUBLISHED = "benchstream_scrape_samples_published";
  private static final String DROPPED = "benchstream_scrape_samples_dropped";

  private final LocalRegistry registry;

  @TempDir Path directory;

  OutageIT(LocalRegistry registry) {
    this.registry = registry;
  }

  @Test
  void whatWaitsForTheBrokerIsBoundedAndEachSampleIsAccountedFor() {
    int port = Port.any().resolve("broker");
    LocalBroker.Settings settings =
        LocalBroker.Settings.in(directory).withPort(Port.fixed(port, "broker"));
    LocalBroker broker = LocalBroker.start(settings);
    String page = page();
    // Where one scrape in a lane of each is under way as the bound is reached.
    long most = BOUND + 2L * 10 * SERIES;
    try (ScrapeWorld world = new ScrapeWorld(broker, registry, "outage-it")) {
      for (int i = 0; i < TARGETS; i++) {
        FaultyServer server = world.serve(FaultyServer.page(page));
        world.put(target(server.address(), INTERVAL, INTERVAL));
      }
      WorkerInstance worker = world.startWorker("w1", BOUND);
      eventually(() -> assertThat(worker.count(PUBLISHED)).isGreaterThan(5.0 * SERIES));

      broker.close();
      eventually(
          () -> {
            assertThat(worker.count(DROPPED)).isGreaterThan(5.0 * SERIES);
            assertThat(worker.context.health().unready().toString())
                .contains("Kafka does not take samples as fast as they come");
          });
      assertThat(inFlight(worker)).isBetween((double) BOUND, (double) most);
      double before = worker.count(PUBLISHED);

      broker = LocalBroker.start(settings);
      eventually(
          () -> {
            assertThat(worker.count(PUBLISHED)).isGreaterThan(before + 20.0 * SERIES);
            assertThat(worker.context.health().unready()).isEmpty();
          });
      worker.close();
      assertThat(worker.count(SCRAPED)).isEqualTo(worker.count(PUBLISHED) + worker.count(DROPPED));
    } finally {
      broker.close();
    }
  }

  private static String page() {
    StringBuilder page = new StringBuilder();
    for (int i = 0; i < SERIES; i++) {
      page.append("series_").append(i).append(" 1\n");
    }
    return page.toString();
  }

  private static double inFlight(WorkerInstance worker) {
    return worker
        .context
        .metrics()
        .registry()
        .get("benchstream_scrape_in_flight_bytes")
        .gauge()
        .value();
  }

  private static void eventually(ThrowingCallable assertion) {
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(50))
        .untilAsserted(assertion::call);
  }
}
