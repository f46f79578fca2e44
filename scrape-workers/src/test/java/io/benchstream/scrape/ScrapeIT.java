package io.benchstream.scrape;

import static io.benchstream.scrape.ScrapeWorld.target;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.benchstream.local.broker.LocalBroker;
import io.benchstream.local.junit.SharedParts;
import io.benchstream.local.registry.LocalRegistry;
import io.benchstream.schemas.Health;
import io.benchstream.schemas.ScrapeOutcome;
import io.benchstream.schemas.Target;
import io.benchstream.schemas.TargetStatus;
import io.benchstream.schemas.samples.DecodedScrape;
import io.benchstream.scrape.ScrapeWorld.WorkerInstance;
import io.benchstream.scrape.exposition.Entry;
import io.benchstream.scrape.exposition.ExpositionCursor;
import io.benchstream.scrape.exposition.Format;
import io.benchstream.scrape.fetch.FaultyServer;
import io.benchstream.scrape.schedule.Cadence;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Workers on a real broker and registry, with targets good and bad. */
@ExtendWith(SharedParts.class)
class ScrapeIT {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration HANDED_OVER = Duration.ofSeconds(3);
  private static final Duration SHORT = Duration.ofMillis(200);

  private final ScrapeWorld world;

  ScrapeIT(LocalBroker broker, LocalRegistry registry) {
    world = new ScrapeWorld(broker, registry, "scrape-it-" + System.nanoTime());
  }

  @AfterEach
  void stop() {
    world.close();
    assertThat(world.faults).isEmpty();
  }

  @Test
  void aTargetsPageBecomesSamples() throws IOException {
    byte[] page = capture("ray-node.txt");
    FaultyServer server =
        world.serve(
            (request, connection, out) -> {
              FaultyServer.write(
                  out,
                  FaultyServer.gzip(page),
                  "Content-Encoding: gzip\r\nContent-Type: text/plain\r\n");
              return true;
            });
    WorkerInstance worker = world.startWorker("w1");
    String id = world.put(target(server.address(), SECOND, SECOND));

    eventually(() -> assertThat(world.successesOf(id)).hasSizeGreaterThan(2));
    DecodedScrape scrape = world.successesOf(id).getFirst();
    Map<String, Double> expected = read(page);
    assertThat(scrape.series().size()).isEqualTo(expected.size()).isEqualTo(1021);
    Map<String, Double> actual = new LinkedHashMap<>();
    for (int i = 0; i < scrape.series().size(); i++) {
      actual.put(scrape.series().series(i), scrape.value(i));
    }
    assertThat(new ArrayList<>(actual.values())).isEqualTo(new ArrayList<>(expected.values()));
    assertThat(scrape.header().labels()).containsEntry("instance", server.address());
    assertThat(scrape.owner()).isEqualTo("w1");
    assertThat(world.successesOf(id).get(1).series()).isSameAs(scrape.series());
    eventually(() -> assertThat(worker.context.health().unready()).isEmpty());
    eventually(
        () -> {
          TargetStatus status = world.status(id);
          assertThat(status.getHealth()).isEqualTo(Health.UP);
          assertThat(status.getSamplesScraped()).isEqualTo(1021);
        });
    worker.close();
    assertLaw(worker);
  }

  @Test
  void aTargetThatIsDeletedEndsAndIsNotAskedAgain() {
    FaultyServer server = world.serve(FaultyServer.page("a 1\nb 2\n"));
    world.startWorker("w1");
    String id = world.put(target(server.address(), SHORT, SHORT));
    eventually(() -> assertThat(world.successesOf(id)).hasSizeGreaterThan(2));

    world.delete(id);

    eventually(
        () ->
            assertThat(world.scrapesOf(id).getLast().header().outcome())
                .isEqualTo(ScrapeOutcome.REMOVED));
    // Told once, with the last scrape or with one that failed before it.
    assertThat(
            world.scrapesOf(id).reversed().stream()
                .map(scrape -> scrape.header().staleSeries())
                .filter(stale -> !stale.isEmpty())
                .findFirst())
        .hasValue("a\nb\n");
    eventually(() -> assertThat(world.statusTombstones).contains(id));
    AtomicInteger requests = new AtomicInteger(-1);
    await("no requests during five intervals")
        .atMost(Duration.ofSeconds(30))
        .pollInterval(SHORT.multipliedBy(5))
        .until(() -> requests.getAndSet(server.requests.get()) == server.requests.get());
    assertThat(world.scrapesOf(id).getLast().header().outcome()).isEqualTo(ScrapeOutcome.REMOVED);
  }

  @Test
  void eachBadTargetHasItsOwnOutcomeAndHarmsNoOther() {
    Map<String, ScrapeOutcome> expected = new LinkedHashMap<>();
    Random random = new Random(1);
    byte[] noise = new byte[5_000];
    random.nextBytes(noise);
    byte[] bomb = gzip(new byte[50 << 20]);
    FaultyServer healthy = world.serve(FaultyServer.page("a 1\n"));
    expected.put(
        world.put(target(world.refuse(), SECOND, SECOND)), ScrapeOutcome.CONNECTION_FAILURE);
    add(expected, world.serve(FaultyServer.page("")), ScrapeOutcome.SUCCESS);
    add(expected, world.serve((request, connection, out) -> hang()), ScrapeOutcome.TIMEOUT);
    add(
        expected,
        world.serve(
            (request, connection, out) -> {
              out.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n".getBytes(UTF_8));
              for (int i = 0; i < 100; i++) {
                out.write('#');
                out.flush();
                Thread.sleep(100);
              }
              return true;
            }),
        ScrapeOutcome.TIMEOUT);
    add(
        expected,
        world.serve(
            (request, connection, out) -> {
              connection.setSoLinger(true, 0);
              return false;
            }),
        ScrapeOutcome.CONNECTION_FAILURE);
    add(expected, world.serve(FaultyServer.endless()), ScrapeOutcome.TOO_LARGE);
    add(
        expected,
        world.serve(
            (request, connection, out) -> {
              FaultyServer.write(out, bomb, "Content-Encoding: gzip\r\n");
              return true;
            }),
        ScrapeOutcome.TOO_LARGE);
    add(
        expected,
        world.serve(
            (request, connection, out) -> {
              FaultyServer.write(out, noise, "");
              return true;
            }),
        ScrapeOutcome.MALFORMED);
    add(
        expected,
        world.serve(
            (request, connection, out) -> {
              out.write("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n".getBytes(UTF_8));
              out.flush();
              return true;
            }),
        ScrapeOutcome.HTTP_FAILURE);
    expected.put(world.put(target("169.254.169.254:80", SECOND, SECOND)), ScrapeOutcome.DENIED);
    Target limited = target(world.serve(FaultyServer.page("a 1\nb 2\n")).address(), SECOND, SECOND);
    limited.getSettings().getLimits().setSampleLimit(1);
    expected.put(world.put(limited), ScrapeOutcome.LIMIT_EXCEEDED);
    String healthyId = world.put(target(healthy.address(), SECOND, SECOND));
    WorkerInstance worker = world.startWorker("w1");

    eventually(() -> assertThat(longestRun(world.successesOf(healthyId), SECOND)).isGreaterThan(4));
    expected.forEach(
        (id, outcome) -> {
          eventually(() -> assertThat(outcomesOf(id)).contains(outcome));
          eventually(
              () -> {
                TargetStatus status = world.status(id);
                assertThat(status.getOutcome()).isEqualTo(outcome);
                assertThat(status.getLastError().isEmpty())
                    .isEqualTo(outcome == ScrapeOutcome.SUCCESS);
              });
        });
    worker.close();
    assertLaw(worker);
  }

  @Test
  void eachBadPageHasItsOwnOutcomeCountAndWord() {
    Map<String, ScrapeOutcome> expected = new LinkedHashMap<>();
    Map<String, String> words = new LinkedHashMap<>();
    FaultyServer itself = world.serve(FaultyServer.redirect("/metrics"));
    words.put(add(expected, itself, ScrapeOutcome.HTTP_FAILURE), "more than 10 redirects");
    FaultyServer inward = world.serve(FaultyServer.redirect("http://169.254.169.254/"));
    words.put(add(expected, inward, ScrapeOutcome.DENIED), "link-local");
    FaultyServer cutOff =
        world.serve(
            (request, connection, out) -> {
              out.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\na 1\n".getBytes(UTF_8));
              out.flush();
              return false;
            });
    words.put(
        add(expected, cutOff, ScrapeOutcome.CONNECTION_FAILURE), "before its page was complete");
    FaultyServer longLine =
        world.serve(
            (request, connection, out) -> {
              out.write("HTTP/1.1 200 OK\r\nContent-Length: 104857600\r\n\r\n".getBytes(UTF_8));
              byte[] piece = "x".repeat(1 << 20).getBytes(UTF_8);
              for (int i = 0; i < 100; i++) {
                out.write(piece);
              }
              return true;
            });
    words.put(add(expected, longLine, ScrapeOutcome.TOO_LARGE), "104857600 bytes");
    FaultyServer noText =
        world.serve(
            (request, connection, out) -> {
              FaultyServer.write(out, new byte[] {'a', '{', 'b', '=', '"', -1, '"', '}'}, "");
              return true;
            });
    words.put(add(expected, noText, ScrapeOutcome.MALFORMED), "not valid UTF-8");
    words.put(
        add(expected, openMetrics("a 1 NaN\n# EOF\n"), ScrapeOutcome.MALFORMED),
        "the timestamp is not a time");
    words.put(
        add(expected, openMetrics("a 1\n"), ScrapeOutcome.MALFORMED), "does not end with '# EOF'");
    words.put(
        add(expected, world.serve(FaultyServer.page("a 1\nb x\na 2\n")), ScrapeOutcome.SUCCESS),
        "line 2, column 3: 'x' is not a number");
    WorkerInstance worker = world.startWorker("w1");

    eventually(
        () -> {
          Map<String, ScrapeOutcome> outcomes = new LinkedHashMap<>();
          expected.forEach((id, any) -> outcomes.put(id, world.status(id).getOutcome()));
          assertThat(outcomes).isEqualTo(expected);
        });
    words.forEach((id, word) -> assertThat(world.status(id).getLastError()).contains(word));
    for (ScrapeOutcome outcome : expected.values()) {
      assertThat(
              worker
                  .context
                  .metrics()
                  .registry()
                  .get("benchstream_scrape_scrapes")
                  .tag("outcome", outcome.name().toLowerCase(java.util.Locale.ROOT))
                  .counter()
                  .count())
          .as("scrapes that ended with %s", outcome)
          .isPositive();
    }
    worker.close();
    assertLaw(worker);
    assertThat(worker.count("benchstream_scrape_samples_dropped")).isPositive();
  }

  private FaultyServer openMetrics(String page) {
    return world.serve(
        (request, connection, out) -> {
          FaultyServer.write(
              out,
              page.getBytes(UTF_8),
              "Content-Type: application/openmetrics-text; version=1.0.0\r\n");
          return true;
        });
  }

  @Test
  void recordsThatAreNoTargetsArePutAsideOnce() {
    FaultyServer server = world.serve(FaultyServer.page("a 1\n"));
    world.putRaw("nonsense", "not Avro".getBytes(UTF_8));
    Target invalid = target("no-port", SECOND, SECOND);
    world.put(invalid);
    Target others = target("127.0.0.1:1", SECOND, SECOND);
    others.getSettings().setCollector(io.benchstream.schemas.Collector.VMAGENT);
    String othersId = world.put(others);
    String id = world.put(target(server.address(), SHORT, SHORT));
    WorkerInstance first = world.startWorker("w1");
    eventually(() -> assertThat(world.scrapesOf(id)).isNotEmpty());
    eventually(() -> assertThat(world.letters).hasSize(2));
    first.close();

    world.startWorker("w2");
    eventually(() -> assertThat(world.scrapesOf(id).getLast().owner()).isEqualTo("w2"));

    assertThat(world.letters.stream().map(ScrapeWorld::reason))
        .anyMatch(reason -> reason.contains("not an Avro record"))
        .anyMatch(
            reason ->
                reason.equals("address 'no-port' is not host:port with a port of 1 to 65535"));
    assertThat(world.letters).hasSize(2);
    assertThat(world.scrapesOf(othersId)).isEmpty();
  }

  @Test
  void workersShareTargetsWithoutLosingAScrape() {
    Map<String, FaultyServer> servers = new LinkedHashMap<>();
    for (int i = 0; i < 12; i++) {
      FaultyServer server = world.serve(FaultyServer.page("a 1\n"));
      servers.put(world.put(target(server.address(), HANDED_OVER, SECOND)), server);
    }
    WorkerInstance first = world.startWorker("w1");
    eventually(
        () ->
            servers.keySet().forEach(id -> assertThat(world.scrapesOf(id)).hasSizeGreaterThan(1)));

    WorkerInstance second = world.startWorker("w2");
    eventually(() -> assertThat(owners(servers)).containsExactly("w1", "w2"));
    eventually(() -> assertThat(second.context.health().unready()).isEmpty());
    first.close();
    eventually(() -> assertThat(owners(servers)).containsExactly("w2"));
    eventually(
        () ->
            servers
                .keySet()
                .forEach(
                    id ->
                        assertThat(
                                world.scrapesOf(id).stream()
                                    .filter(scrape -> scrape.owner().equals("w2")))
                            .hasSizeGreaterThan(2)));

    for (String id : servers.keySet()) {
      List<DecodedScrape> scrapes = world.scrapesOf(id);
      assertThat(unmet(scrapes, HANDED_OVER))
          .as("times without a scrape of %s, scraped at %s", id, times(scrapes))
          .isEmpty();
      for (int i = 1; i < scrapes.size(); i++) {
        assertThat(scrapes.get(i).epoch()).isGreaterThanOrEqualTo(scrapes.get(i - 1).epoch());
      }
    }
    second.close();
    assertLaw(first);
    assertLaw(second);
  }

  /** The most scrapes that were each due right after the one before. */
  private static int longestRun(List<DecodedScrape> scrapes, Duration interval) {
    int longest = 0;
    int run = 0;
    long before = Long.MIN_VALUE;
    for (DecodedScrape scrape : scrapes) {
      Cadence cadence = Cadence.of(scrape.targetId(), interval);
      long due = cadence.atOrBefore(millis(scrape));
      run = due == before + interval.toMillis() ? run + 1 : 1;
      longest = Math.max(longest, run);
      before = due;
    }
    return longest;
  }

  /** Times between the first scrape and the last at which one was due and none under way. */
  private static Set<Long> unmet(List<DecodedScrape> scrapes, Duration interval) {
    Cadence cadence = Cadence.of(scrapes.getFirst().targetId(), interval);
    Set<Long> unmet = new TreeSet<>();
    for (long due = cadence.atOrBefore(millis(scrapes.getFirst()));
        due <= millis(scrapes.getLast());
        due = cadence.after(due)) {
      unmet.add(due);
    }
    for (DecodedScrape scrape : scrapes) {
      unmet.remove(cadence.atOrBefore(millis(scrape)));
      // The first scrape of an owner is at once; the next one may be due before it has ended.
      unmet.remove(cadence.atOrBefore(ended(scrape)));
    }
    return unmet;
  }

  /** When a scrape was over, rounded up. */
  private static long ended(DecodedScrape scrape) {
    return millis(scrape) + (long) (scrape.header().durationSeconds() * 1_000) + 5;
  }

  private static List<String> times(List<DecodedScrape> scrapes) {
    return scrapes.stream().map(scrape -> scrape.owner() + " " + millis(scrape)).toList();
  }

  private Set<ScrapeOutcome> outcomesOf(String id) {
    Set<ScrapeOutcome> outcomes = new TreeSet<>();
    world.scrapesOf(id).forEach(scrape -> outcomes.add(scrape.header().outcome()));
    return outcomes;
  }

  private Set<String> owners(Map<String, FaultyServer> servers) {
    Set<String> owners = new TreeSet<>();
    servers.keySet().forEach(id -> owners.add(world.scrapesOf(id).getLast().owner()));
    return owners;
  }

  private static void assertLaw(WorkerInstance worker) {
    assertThat(worker.count("benchstream_scrape_samples_scraped"))
        .isEqualTo(
            worker.count("benchstream_scrape_samples_published")
                + worker.count("benchstream_scrape_samples_dropped"));
  }

  private String add(
      Map<String, ScrapeOutcome> expected, FaultyServer server, ScrapeOutcome outcome) {
    String id = world.put(target(server.address(), SECOND, SECOND));
    expected.put(id, outcome);
    return id;
  }

  private static boolean hang() throws InterruptedException {
    Thread.sleep(60_000);
    return false;
  }

  private static long millis(DecodedScrape scrape) {
    return scrape.header().scrapeTime().toEpochMilli();
  }

  private static byte[] gzip(byte[] plain) {
    try {
      return FaultyServer.gzip(plain);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Map<String, Double> read(byte[] page) {
    ExpositionCursor cursor = Format.TEXT.cursor(Format.Mode.STRICT);
    cursor.reset(page, page.length);
    Map<String, Double> samples = new LinkedHashMap<>();
    for (Entry entry; (entry = cursor.next()) != Entry.END; ) {
      if (entry == Entry.SAMPLE) {
        samples.put(
            new String(
                page, cursor.seriesStart(), cursor.seriesEnd() - cursor.seriesStart(), UTF_8),
            cursor.value());
      }
    }
    return samples;
  }

  private static byte[] capture(String name) throws IOException {
    try (InputStream page = ScrapeIT.class.getResourceAsStream("/captures/" + name)) {
      assertThat(page).isNotNull();
      return page.readAllBytes();
    }
  }

  private static void eventually(ThrowingRunnable assertion) {
    await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(50))
        .ignoreExceptionsInstanceOf(java.util.NoSuchElementException.class)
        .untilAsserted(assertion);
  }
}
