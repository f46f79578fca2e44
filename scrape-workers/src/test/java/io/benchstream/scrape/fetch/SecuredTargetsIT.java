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
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS, credentials that change while the worker runs, and proxies, over real sockets. */
class SecuredTargetsIT {
  private static final String NAME = "server.test";
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private final List<FaultyServer> servers = new ArrayList<>();
  private Vertx vertx;
  private Context context;
  private ExecutorService lookUps;
  private HttpPageFetcher fetcher;

  @TempDir Path directory;

  @BeforeEach
  void start() {
    vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    context = vertx.getOrCreateContext();
    lookUps = Executors.newVirtualThreadPerTaskExecutor();
    fetcher =
        new HttpPageFetcher(
            vertx, context, lookUps, FetchSettings.DEFAULT, new PageMemory(64 << 20));
  }

  @AfterEach
  void stop() throws Exception {
    servers.forEach(FaultyServer::close);
    vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    lookUps.close();
  }

  @Test
  void verifiesTheServersCertificateAndName() throws Exception {
    Certificate own = Certificate.of(directory, NAME);
    String ca = own.certificate().toString();
    FaultyServer server = serve(own.serve(null, FaultyServer.page("a 1\n")));

    assertThat(fetch(server, tls(ca, null, NAME, false))).isEqualTo("a 1\n");
    assertThat(fetch(server, tls(null, null, null, true))).isEqualTo("a 1\n");
    assertThat(fetch(server, tls(null, null, NAME, false)))
        .as("a certificate that nobody vouches for")
        .startsWith("ConnectionFailure");
    assertThat(fetch(server, tls(ca, null, null, false)))
        .as("another name than that of the certificate")
        .startsWith("ConnectionFailure");
    assertThat(fetch(server, tls(directory.resolve("none").toString(), null, NAME, false)))
        .as("a file that is not there")
        .startsWith("ConnectionFailure");
  }

  @Test
  void showsItsOwnCertificateAndTakesAnotherOneFromTheSameFiles() throws Exception {
    Certificate own = Certificate.of(directory, NAME);
    Certificate client = Certificate.of(directory, "client.test");
    Certificate stranger = Certificate.of(directory, "stranger.test");
    String ca = own.certificate().toString();
    FaultyServer server = serve(own.serve(client, FaultyServer.page("a 1\n")));

    assertThat(fetch(server, tls(ca, null, NAME, false))).startsWith("ConnectionFailure");
    Certificate used =
        new Certificate(
            client.store(), directory.resolve("used.crt"), directory.resolve("used.key"));
    copy(stranger, used, 1);
    assertThat(fetch(server, tls(ca, used, NAME, false))).startsWith("ConnectionFailure");

    copy(client, used, 2);

    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> assertThat(fetch(server, tls(ca, used, NAME, false))).isEqualTo("a 1\n"));
  }

  private static void copy(Certificate from, Certificate to, int version) throws Exception {
    Files.write(to.certificate(), Files.readAllBytes(from.certificate()));
    Files.write(to.key(), Files.readAllBytes(from.key()));
    // Two versions within a tick of the file system's clock are told apart.
    Files.setLastModifiedTime(to.certificate(), FileTime.fromMillis(1_000_000L * version));
  }

  @Test
  void readsATokenAgainOnceItsFileHasChanged() throws Exception {
    Path token = Files.writeString(directory.resolve("token"), "first\n");
    List<String> seen = new CopyOnWriteArrayList<>();
    FaultyServer server =
        serve(
            new FaultyServer(
                (request, connection, out) -> {
                  request.stream()
                      .filter(line -> line.startsWith("authorization: "))
                      .forEach(seen::add);
                  FaultyServer.write(out, "a 1\n".getBytes(UTF_8), "");
                  return true;
                }));
    HttpSettings http =
        new HttpSettings(
            null,
            new HttpSettings.Authorization("Bearer", new SecretSource.File(token.toString())),
            Map.of(),
            null,
            null,
            true);

    fetch(false, server.address(), http);
    assertThat(seen).containsExactly("authorization: Bearer first");
    Files.writeString(token, "second\n");
    Files.setLastModifiedTime(token, FileTime.fromMillis(1_000_000L));

    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> {
              fetch(false, server.address(), http);
              assertThat(seen.getLast()).isEqualTo("authorization: Bearer second");
            });
  }

  @Test
  void asksAProxyAndChecksTheAddressAllTheSame() throws Exception {
    List<String> asked = new CopyOnWriteArrayList<>();
    FaultyServer proxy =
        serve(
            new FaultyServer(
                (request, connection, out) -> {
                  asked.add(request.getFirst());
                  FaultyServer.write(out, "a 1\n".getBytes(UTF_8), "");
                  return true;
                }));
    HttpSettings http =
        new HttpSettings(null, null, Map.of(), null, "http://" + proxy.address(), true);

    assertThat(fetch(false, "127.0.0.1:9", http)).isEqualTo("a 1\n");
    assertThat(fetch(false, "known-to-the-proxy.invalid:9", http)).isEqualTo("a 1\n");
    assertThat(asked)
        .containsExactly(
            "GET http://127.0.0.1:9/metrics HTTP/1.1",
            "GET http://known-to-the-proxy.invalid:9/metrics HTTP/1.1");
    assertThat(fetch(false, "169.254.169.254:80", http)).startsWith("Denied");
    assertThat(asked).hasSize(2);
    HttpSettings wrong = new HttpSettings(null, null, Map.of(), null, "socks://a:1", true);
    assertThat(fetch(false, "127.0.0.1:9", wrong)).contains("proxy_url 'socks://a:1' is not http");
  }

  private FaultyServer serve(FaultyServer server) {
    servers.add(server);
    return server;
  }

  private static HttpSettings tls(
      @Nullable String ca, @Nullable Certificate client, @Nullable String name, boolean skip) {
    return new HttpSettings(
        null,
        null,
        Map.of(),
        new HttpSettings.Tls(
            ca,
            client == null ? null : client.certificate().toString(),
            client == null ? null : client.key().toString(),
            name,
            skip),
        null,
        true);
  }

  private String fetch(FaultyServer server, HttpSettings http) throws Exception {
    return fetch(true, server.address(), http);
  }

  /** The page, or the name of the outcome and its reason. */
  private String fetch(boolean tls, String address, HttpSettings http) throws Exception {
    ScrapeTarget target =
        Targets.at(tls, address, "/metrics", http, TIMEOUT, 1 << 20, SeriesRules.NONE);
    CompletableFuture<String> result = new CompletableFuture<>();
    context.runOnContext(
        go ->
            fetcher.fetch(
                target,
                outcome ->
                    result.complete(
                        switch (outcome) {
                          case FetchOutcome.Success page ->
                              new String(page.body(), 0, page.length(), UTF_8);
                          case FetchOutcome.Failure failure ->
                              failure.getClass().getSimpleName() + " " + failure.reason();
                        })));
    return result.get(30, TimeUnit.SECONDS);
  }
}
