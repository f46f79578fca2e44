package io.benchstream.scrape.fetch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.benchstream.scrape.series.SeriesRules;
import io.benchstream.scrape.target.HttpSettings;
import io.benchstream.scrape.target.ScrapeTarget;
import io.benchstream.scrape.target.SecretSource;
import io.benchstream.scrape.target.Targets;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Targets that behave and targets that do not, over real sockets. */
class HttpPageFetcherIT {
  private static final Duration PATIENT = Duration.ofMillis(20_500);
  private static final Duration IMPATIENT = Duration.ofMillis(400);
  private static final int LIMIT = 3 << 20;

  private final List<FaultyServer> servers = new ArrayList<>();
  private final PageMemory memory = new PageMemory(64 << 20);
  private Vertx vertx;
  private Context context;
  private ExecutorService lookUps;
  private HttpPageFetcher fetcher;

  /** An outcome with the page as text, which lives on after the callback. */
  private record Result(FetchOutcome outcome, String page) {}

  @BeforeEach
  void start() {
    vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    context = vertx.getOrCreateContext();
    lookUps = Executors.newVirtualThreadPerTaskExecutor();
    fetcher = new HttpPageFetcher(vertx, context, lookUps, FetchSettings.DEFAULT, memory);
  }

  @AfterEach
  void stop() throws Exception {
    servers.forEach(FaultyServer::close);
    await("memory of large pages to be given back").until(() -> memory.taken() == 0);
    vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    lookUps.close();
  }

  @Test
  void fetchesAPageAndKeepsTheConnection() throws Exception {
    FaultyServer server = serve(FaultyServer.page("a 1\n"));

    for (int i = 0; i < 3; i++) {
      Result result = fetch(server);
      assertThat(result.page()).isEqualTo("a 1\n");
      assertThat(((FetchOutcome.Success) result.outcome()).contentType())
          .isEqualTo("text/plain; version=0.0.4");
    }
    assertThat(server.requests).hasValue(3);
    assertThat(server.accepted).hasValue(1);
  }

  @Test
  void saysWhatItTakesAndHowLongItWaits() throws Exception {
    AtomicReference<List<String>> seen = new AtomicReference<>();
    FaultyServer server =
        serve(
            (request, connection, out) -> {
              seen.set(request);
              FaultyServer.write(out, new byte[0], "");
              return true;
            });

    fetch(server);

    assertThat(seen.get())
        .contains(
            "GET /metrics?a=b HTTP/1.1",
            "host: " + server.address(),
            "accept-encoding: gzip",
            "X-Prometheus-Scrape-Timeout-Seconds: 20.5",
            "user-agent: Benchstream")
        .anyMatch(
            line ->
                line.equalsIgnoreCase("accept: " + RequestHeaders.ACCEPT)
                    && line.contains("application/openmetrics-text;version=1.0.0;"));
  }

  @Test
  void decompresses() throws Exception {
    String page = "a 1\n".repeat(100_000);
    FaultyServer server =
        serve(
            (request, connection, out) -> {
              FaultyServer.write(
                  out, FaultyServer.gzip(page.getBytes(UTF_8)), "Content-Encoding: gzip\r\n");
              return true;
            });

    assertThat(fetch(server).page()).isEqualTo(page);
    assertThat(fetch(server).page()).isEqualTo(page);
  }

  @Test
  void refusesAGzipBomb() throws Exception {
    byte[] bomb = FaultyServer.gzip(new byte[100 << 20]);
    FaultyServer server =
        serve(
            (request, connection, out) -> {
              FaultyServer.write(out, bomb, "Content-Encoding: gzip\r\n");
              return true;
            });

    assertFailure(
        server,
        FetchOutcome.TooLarge.class,
        "the page has more than 3,145,728 bytes when decompressed; body_size_limit is 3,145,728");
  }

  @Test
  void refusesBrokenAndUnaskedEncodings() throws Exception {
    byte[] gzip = FaultyServer.gzip("a 1\n".repeat(50).getBytes(UTF_8));
    FaultyServer cut =
        serve(
            (request, connection, out) -> {
              FaultyServer.write(
                  out, Arrays.copyOf(gzip, gzip.length / 2), "Content-Encoding: gzip\r\n");
              return true;
            });
    FaultyServer brotli =
        serve(
            (request, connection, out) -> {
              FaultyServer.write(out, gzip, "Content-Encoding: br\r\n");
              return true;
            });

    assertFailure(
        cut,
        FetchOutcome.Malformed.class,
        "the page is said to be gzip and cannot be decompressed");
    assertFailure(
        brotli,
        FetchOutcome.Malformed.class,
        "the page has the content encoding 'br', which was not asked for");
  }

  @Test
  void refusesAPageThatIsAnnouncedTooLargeAndOneThatNeverEnds() throws Exception {
    FaultyServer announced =
        serve(
            (request, connection, out) -> {
              out.write("HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\na".getBytes(UTF_8));
              out.flush();
              return true;
            });
    FaultyServer endless = serve(FaultyServer.endless());

    assertFailure(
        announced, FetchOutcome.TooLarge.class, "the page is announced with 99999999999 bytes");
    assertFailure(
        endless, FetchOutcome.TooLarge.class, "the page has more than 3,145,728 bytes; body");
  }

  @Test
  void keepsLargePagesWithinTheirMemory() throws Exception {
    HttpPageFetcher poor =
        new HttpPageFetcher(
            vertx, context, lookUps, FetchSettings.DEFAULT, new PageMemory(1 << 20));
    FaultyServer endless = serve(FaultyServer.endless());

    assertThat(fetch(poor, target(endless.address())).outcome())
        .isInstanceOfSatisfying(
            FetchOutcome.TooLarge.class,
            failure ->
                assertThat(failure.reason())
                    .contains("memory for large pages, 1,048,576 bytes, is in use"));
  }

  @Test
  void givesUpOnATargetThatHangsAndOnOneThatDrips() throws Exception {
    FaultyServer hanging =
        serve(
            (request, connection, out) -> {
              Thread.sleep(60_000);
              return false;
            });
    FaultyServer dripping =
        serve(
            (request, connection, out) -> {
              out.write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n".getBytes(UTF_8));
              for (int i = 0; i < 1000; i++) {
                out.write('#');
                out.flush();
                Thread.sleep(50);
              }
              return true;
            });

    assertThat(fetch(fetcher, target(hanging.address(), HttpSettings.PLAIN, IMPATIENT)).outcome())
        .isEqualTo(
            new FetchOutcome.Timeout(
                IMPATIENT, "no whole page within 400 ms (the target has not answered)"));
    assertThat(fetch(fetcher, target(dripping.address(), HttpSettings.PLAIN, IMPATIENT)).outcome())
        .isInstanceOf(FetchOutcome.Timeout.class);
  }

  @Test
  void tellsConnectionsThatBreak() throws Exception {
    FaultyServer resetting =
        serve(
            (request, connection, out) -> {
              connection.setSoLinger(true, 0);
              return false;
            });
    FaultyServer truncating =
        serve(
            (request, connection, out) -> {
              out.write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\na 1\n".getBytes(UTF_8));
              out.flush();
              return false;
            });

    String broke = "closed the connection before its page was complete";
    assertFailure(resetting, FetchOutcome.ConnectionFailure.class, broke);
    assertFailure(truncating, FetchOutcome.ConnectionFailure.class, broke);
    try (RefusingPort closed = new RefusingPort()) {
      assertFailure(
          closed.address(),
          FetchOutcome.ConnectionFailure.class,
          "refuses the connection; is the exporter");
    }
  }

  @Test
  void triesAgainWhereAKeptConnectionIsClosedUnderTheRequest() throws Exception {
    FaultyServer server =
        serve(
            (request, connection, out) -> {
              FaultyServer.write(out, "a 1\n".getBytes(UTF_8), "");
              return false;
            });

    for (int i = 0; i < 20; i++) {
      assertThat(fetch(server).page()).isEqualTo("a 1\n");
    }
  }

  @Test
  void tellsOtherStatusesAndOtherProtocols() throws Exception {
    FaultyServer missing =
        serve(
            (request, connection, out) -> {
              out.write("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n".getBytes(UTF_8));
              out.flush();
              return true;
            });
    FaultyServer binary =
        serve(
            (request, connection, out) -> {
              out.write("SSH-2.0-OpenSSH_9.2\r\n".getBytes(UTF_8));
              out.flush();
              return false;
            });
    FaultyServer headers =
        serve(
            (request, connection, out) -> {
              out.write("HTTP/1.1 200 OK\r\nX: ".getBytes(UTF_8));
              out.write("y".repeat(100_000).getBytes(UTF_8));
              out.flush();
              return false;
            });

    assertFailure(
        missing,
        FetchOutcome.HttpFailure.class,
        "HTTP status 404 Not Found for http://" + missing.address() + "/metrics?a=b");
    assertFailure(binary, FetchOutcome.Malformed.class, "does not answer in HTTP");
    assertFailure(headers, FetchOutcome.TooLarge.class, "headers of the answer");
  }

  @Test
  void followsRedirectsUpToALimit() throws Exception {
    FaultyServer last = serve(FaultyServer.page("a 1\n"));
    FaultyServer first = serve(FaultyServer.redirect("http://" + last.address() + "/there"));
    FaultyServer loop = serve(FaultyServer.redirect("/metrics"));

    Result redirected = fetch(first);
    assertThat(redirected.page()).as(redirected.outcome().toString()).isEqualTo("a 1\n");
    assertFailure(loop, FetchOutcome.HttpFailure.class, "more than 10 redirects, the last one to");
    assertThat(loop.requests).hasValue(11);
    assertThat(
            fetch(
                    fetcher,
                    target(
                        first.address(), new HttpSettings(null, null, Map.of(), null, null, false)))
                .outcome())
        .isInstanceOf(FetchOutcome.HttpFailure.class);
  }

  @Test
  void deniesLinkLocalAddressesAndRedirectsThere() throws Exception {
    FaultyServer redirecting =
        serve(FaultyServer.redirect("http://169.254.169.254/latest/meta-data"));

    assertThat(fetch(fetcher, target("169.254.169.254:80")).outcome())
        .isEqualTo(
            new FetchOutcome.Denied(
                "169.254.169.254 is in 169.254.0.0/16, link-local; add it, or a part of it, to"
                    + " networks.allow to scrape it"));
    assertFailure(redirecting, FetchOutcome.Denied.class, "169.254.169.254 is in 169.254.0.0/16");
  }

  @Test
  void looksNamesUp() throws Exception {
    FaultyServer server = serve(FaultyServer.page("a 1\n"));
    String port = server.address().substring(server.address().indexOf(':'));

    assertThat(fetch(fetcher, target("localhost" + port)).page()).isEqualTo("a 1\n");
    // Longer than a label may be: no name server is asked.
    String unknown = "x".repeat(64) + ".invalid";
    assertFailure(
        unknown + ":80",
        FetchOutcome.ConnectionFailure.class,
        "the name '%s' cannot be resolved".formatted(unknown));
  }

  @Test
  void sendsCredentialsToTheTargetOnly(@TempDir Path directory) throws Exception {
    Path password = directory.resolve("password");
    Files.writeString(password, "secret\n");
    List<String> seen = new ArrayList<>();
    FaultyServer elsewhere = serve(FaultyServer.recording(seen));
    FaultyServer server = serve(FaultyServer.recording(seen));
    HttpSettings basic =
        new HttpSettings(
            new HttpSettings.BasicAuth("me", new SecretSource.File(password.toString())),
            null,
            Map.of("X-Token", new SecretSource.File(password.toString())),
            null,
            null,
            true);

    fetch(fetcher, target(server.address(), basic));
    assertThat(seen).contains("authorization: Basic bWU6c2VjcmV0", "X-Token: secret");

    FaultyServer redirecting = serve(FaultyServer.redirect("http://" + elsewhere.address() + "/"));
    seen.clear();
    fetch(fetcher, target(redirecting.address(), basic));
    assertThat(seen).isNotEmpty().noneMatch(line -> line.contains("ecret"));

    HttpSettings missing =
        new HttpSettings(
            null,
            new HttpSettings.Authorization(
                "Bearer", new SecretSource.File(directory.resolve("none").toString())),
            Map.of(),
            null,
            null,
            true);
    assertThat(fetch(fetcher, target(server.address(), missing)).outcome())
        .isInstanceOf(FetchOutcome.ConnectionFailure.class);
  }

  @Test
  void tellsNoSecretThatCannotBeSent(@TempDir Path directory) throws Exception {
    FaultyServer server = serve(FaultyServer.page("a 1\n"));
    Path twoLines = Files.writeString(directory.resolve("two-lines"), "Bearer tok1\ntok2\n");
    Path oneLine = Files.writeString(directory.resolve("one-line"), "tok1\n");

    assertThat(failure(server, "Bearer", twoLines))
        .contains(twoLines.toString())
        .doesNotContain("tok");
    assertThat(failure(server, "Bear\ner", oneLine)).contains("headers").doesNotContain("tok");
    assertThat(server.requests).hasValue(0);
  }

  private String failure(FaultyServer server, String type, Path secret) throws Exception {
    HttpSettings http =
        new HttpSettings(
            null,
            new HttpSettings.Authorization(type, new SecretSource.File(secret.toString())),
            Map.of(),
            null,
            null,
            true);
    FetchOutcome outcome = fetch(fetcher, target(server.address(), http)).outcome();
    assertThat(outcome).isInstanceOf(FetchOutcome.ConnectionFailure.class);
    return ((FetchOutcome.ConnectionFailure) outcome).reason();
  }

  @Test
  void cancels() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch cancelled = new CountDownLatch(1);
    CountDownLatch answered = new CountDownLatch(1);
    FaultyServer server =
        serve(
            (request, connection, out) -> {
              asked.countDown();
              cancelled.await();
              try {
                FaultyServer.write(out, new byte[0], "");
              } finally {
                answered.countDown();
              }
              return true;
            });
    FaultyServer other = serve(FaultyServer.page("a 1\n"));
    CompletableFuture<FetchOutcome> called = new CompletableFuture<>();
    CompletableFuture<PageFetcher.Fetch> fetch = new CompletableFuture<>();
    context.runOnContext(
        go -> fetch.complete(fetcher.fetch(target(server.address()), called::complete)));
    assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();

    PageFetcher.Fetch underWay = fetch.get(30, TimeUnit.SECONDS);
    context.runOnContext(
        go -> {
          underWay.cancel();
          cancelled.countDown();
        });

    assertThat(answered.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(fetch(other).page()).isEqualTo("a 1\n");
    assertThat(called).isNotDone();
  }

  private FaultyServer serve(FaultyServer.Script script) {
    FaultyServer server = new FaultyServer(script);
    servers.add(server);
    return server;
  }

  private void assertFailure(
      FaultyServer server, Class<? extends FetchOutcome.Failure> type, String reason)
      throws Exception {
    assertFailure(server.address(), type, reason);
  }

  private void assertFailure(
      String address, Class<? extends FetchOutcome.Failure> type, String reason) throws Exception {
    FetchOutcome outcome = fetch(fetcher, target(address)).outcome();
    assertThat(outcome).isInstanceOf(type);
    assertThat(((FetchOutcome.Failure) outcome).reason()).contains(reason);
  }

  private Result fetch(FaultyServer server) throws Exception {
    return fetch(fetcher, target(server.address()));
  }

  private Result fetch(HttpPageFetcher with, ScrapeTarget target) throws Exception {
    CompletableFuture<Result> result = new CompletableFuture<>();
    context.runOnContext(
        go ->
            with.fetch(
                target,
                outcome -> {
                  String page =
                      outcome instanceof FetchOutcome.Success success
                          ? new String(success.body(), 0, success.length(), UTF_8)
                          : "";
                  result.complete(new Result(outcome, page));
                }));
    return result.get(30, TimeUnit.SECONDS);
  }

  private static ScrapeTarget target(String address) {
    return target(address, HttpSettings.PLAIN);
  }

  private static ScrapeTarget target(String address, HttpSettings http) {
    return target(address, http, PATIENT);
  }

  private static ScrapeTarget target(String address, HttpSettings http, Duration timeout) {
    return Targets.at(address, "/metrics?a=b", http, timeout, LIMIT, SeriesRules.NONE);
  }
}
