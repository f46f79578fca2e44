package io.benchstream.publisher.http;

import static io.benchstream.publisher.Patience.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.benchstream.publisher.delivery.HttpSettings;
import io.benchstream.publisher.delivery.WriteOutcome;
import io.benchstream.publisher.remotewrite.Encoding;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client against a real HTTP server. */
class RemoteWriteClientIT {
  private static final byte[] BODY = {1, 2, 3};
  private static final String PASSWORD = "changeit";

  private final Vertx vertx = Vertx.vertx();
  private volatile MultiMap headers = MultiMap.caseInsensitiveMultiMap();
  private volatile Buffer received = Buffer.buffer();
  private volatile Consumer<HttpServerRequest> answer =
      request -> request.response().setStatusCode(204).end();
  @TempDir Path directory;
  private Path secret = Path.of("");

  @BeforeEach
  void writeSecret() throws IOException {
    secret = Files.writeString(directory.resolve("secret"), " first\n");
  }

  @AfterEach
  void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  @Test
  void theRequestCarriesItsEncodingAndTheConfiguredHeaders() throws Exception {
    HttpSettings settings = new HttpSettings(null, null, Map.of("X-Scope-OrgID", "t"), null);

    assertThat(send(serve(false), settings)).isEqualTo(new WriteOutcome.Accepted());

    assertThat(received.getBytes()).isEqualTo(BODY);
    assertThat(headers.get("Content-Encoding")).isEqualTo("snappy");
    assertThat(headers.get("X-Prometheus-Remote-Write-Version")).isEqualTo("0.1.0");
    assertThat(headers.get("X-Scope-OrgID")).isEqualTo("t");
    assertThat(headers.get("Authorization")).isNull();
  }

  @Test
  void aTokenIsReadAgainWhenItsFileChanges() throws Exception {
    HttpSettings settings =
        new HttpSettings(null, new HttpSettings.Authorization(null, secret), null, null);
    URI url = serve(false);
    try (RemoteWriteClient client = client(url, settings)) {
      outcome(client);
      assertThat(headers.get("Authorization")).isEqualTo("Bearer first");

      Files.writeString(secret, "second");
      Files.setLastModifiedTime(secret, FileTime.from(Instant.now().plusSeconds(5)));
      outcome(client);
      assertThat(headers.get("Authorization")).isEqualTo("Bearer second");

      Files.delete(secret);
      assertThat(outcome(client))
          .isInstanceOfSatisfying(
              WriteOutcome.Failed.class,
              failed -> assertThat(failed.reason()).contains("credentials", "secret"));
    }
  }

  @Test
  void aSecretThatNoHeaderCanHaveIsNotToldToAnybody() throws Exception {
    Files.writeString(secret, "first\nsecond");
    HttpSettings token =
        new HttpSettings(null, new HttpSettings.Authorization(null, secret), null, null);
    HttpSettings header = new HttpSettings(null, null, Map.of("X-Key", "first\nsecond"), null);

    assertThat(send(serve(false), token))
        .isInstanceOfSatisfying(
            WriteOutcome.Failed.class,
            failed ->
                assertThat(failed.reason())
                    .contains(secret.toString())
                    .doesNotContain("first", "second"));
    assertThat(send(serve(false), header))
        .isInstanceOfSatisfying(
            WriteOutcome.Failed.class,
            failed -> assertThat(failed.reason()).doesNotContain("first", "second"));
  }

  @Test
  void aPasswordIsSentAsBasicAuthentication() throws Exception {
    HttpSettings settings =
        new HttpSettings(new HttpSettings.BasicAuth("u", secret), null, null, null);

    send(serve(false), settings);

    assertThat(headers.get("Authorization")).isEqualTo("Basic dTpmaXJzdA==");
  }

  @Test
  void anErrorCarriesTheWordsOfTheStoreAndWhenToComeBack() throws Exception {
    answer =
        request ->
            request
                .response()
                .setStatusCode(429)
                .putHeader("Retry-After", "7")
                .end("slow down " + "x".repeat(100_000));

    assertThat(send(serve(false), HttpSettings.none()))
        .isInstanceOfSatisfying(
            WriteOutcome.Failed.class,
            failed -> {
              assertThat(failed.reason()).startsWith("429 slow down").hasSizeLessThan(400);
              assertThat(failed.retryAfter()).isEqualTo(Duration.ofSeconds(7));
              assertThat(failed.connectionLost()).isFalse();
            });
  }

  @Test
  void aConnectionThatBreaksIsALostOne() throws Exception {
    answer = request -> request.connection().close();
    URI url = serve(false);

    assertThat(send(url, HttpSettings.none()))
        .isInstanceOfSatisfying(
            WriteOutcome.Failed.class, failed -> assertThat(failed.connectionLost()).isTrue());
    assertThat(send(URI.create("http://127.0.0.1:1/"), HttpSettings.none()))
        .isInstanceOfSatisfying(
            WriteOutcome.Failed.class, failed -> assertThat(failed.connectionLost()).isTrue());
  }

  @Test
  void aStoreThatDoesNotAnswerIsGivenUpAndKeepsItsConnection() throws Exception {
    answer = _ -> {};
    URI url = serve(false);
    try (RemoteWriteClient client =
        new RemoteWriteClient(vertx, url, HttpSettings.none(), Duration.ofMillis(300), 1)) {
      assertThat(outcome(client))
          .isInstanceOfSatisfying(
              WriteOutcome.Failed.class, failed -> assertThat(failed.connectionLost()).isFalse());
    }
  }

  @Test
  void aServerIsVerifiedByItsCertificateAndName() throws Exception {
    Path trusted = certificate();
    URI url = serve(true);

    assertThat(
            send(
                url,
                tls(new HttpSettings.TlsSettings(trusted, null, null, "store.example", false))))
        .isEqualTo(new WriteOutcome.Accepted());
    assertThat(send(url, tls(new HttpSettings.TlsSettings(trusted, null, null, null, false))))
        .as("another name")
        .isInstanceOf(WriteOutcome.Failed.class);
    assertThat(send(url, HttpSettings.none()))
        .as("nobody trusts it")
        .isInstanceOf(WriteOutcome.Failed.class);
    assertThat(send(url, tls(new HttpSettings.TlsSettings(null, null, null, null, true))))
        .isEqualTo(new WriteOutcome.Accepted());
  }

  @Test
  void certificatesAreReadAgainWhenTheirFileChanges() throws Exception {
    Path trusted = certificate();
    URI url = serve(true);
    String right = Files.readString(trusted);
    Files.delete(trusted);
    HttpSettings settings =
        tls(new HttpSettings.TlsSettings(trusted, null, null, "store.example", false));
    try (RemoteWriteClient client =
        new RemoteWriteClient(vertx, url, settings, Duration.ofSeconds(5), 1, Duration.ZERO)) {
      assertThat(outcome(client)).isInstanceOf(WriteOutcome.Failed.class);

      Files.writeString(trusted, "half a certif");
      assertThat(outcome(client)).isInstanceOf(WriteOutcome.Failed.class);

      Files.writeString(trusted, right);
      // The client takes it up beside the request that noticed it.
      await().until(() -> outcome(client) instanceof WriteOutcome.Accepted);
    }
  }

  private static HttpSettings tls(HttpSettings.TlsSettings tls) {
    return new HttpSettings(null, null, null, tls);
  }

  private WriteOutcome send(URI url, HttpSettings settings) throws Exception {
    try (RemoteWriteClient client = client(url, settings)) {
      return outcome(client);
    }
  }

  private RemoteWriteClient client(URI url, HttpSettings settings) {
    return new RemoteWriteClient(vertx, url, settings, Duration.ofSeconds(5), 1);
  }

  private static WriteOutcome outcome(RemoteWriteClient client) throws Exception {
    CompletableFuture<WriteOutcome> outcome = new CompletableFuture<>();
    client.send(Encoding.SNAPPY, BODY, outcome::complete);
    return outcome.get(10, TimeUnit.SECONDS);
  }

  /** Makes the server's key, and its certificate for store.example, with the JDK's own tool. */
  private Path certificate() throws Exception {
    keytool(
        "-genkeypair",
        "-keyalg",
        "EC",
        "-dname",
        "CN=store.example",
        "-ext",
        "SAN=dns:store.example",
        "-storetype",
        "PKCS12");
    Path certificate = directory.resolve("certificate.pem");
    keytool("-exportcert", "-rfc", "-file", certificate.toString());
    return certificate;
  }

  private void keytool(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(
        List.of("-keystore", keyStore().toString(), "-storepass", PASSWORD, "-alias", "server"));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String words = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(words).isZero();
  }

  private Path keyStore() {
    return directory.resolve("keys.p12");
  }

  private URI serve(boolean secure) throws Exception {
    HttpServerOptions options = new HttpServerOptions().setHost("127.0.0.1").setPort(0);
    if (secure) {
      options
          .setSsl(true)
          .setKeyCertOptions(new PfxOptions().setPath(keyStore().toString()).setPassword(PASSWORD));
    }
    HttpServer server =
        vertx
            .createHttpServer(options)
            .requestHandler(
                request -> {
                  headers = request.headers();
                  request
                      .body()
                      .onSuccess(
                          body -> {
                            received = body;
                            answer.accept(request);
                          });
                })
            .listen()
            .toCompletionStage()
            .toCompletableFuture()
            .get(10, TimeUnit.SECONDS);
    return URI.create(
        "%s://127.0.0.1:%d/write".formatted(secure ? "https" : "http", server.actualPort()));
  }
}
