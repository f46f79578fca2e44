package io.benchstream.gateway;

import static io.benchstream.gateway.GatewayUnderTest.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.benchstream.gateway.access.AccessConfig;
import io.benchstream.gateway.access.ServerTlsConfig;
import io.benchstream.local.broker.LocalBroker;
import io.benchstream.local.junit.SelfSigned;
import io.benchstream.local.junit.SharedParts;
import io.benchstream.local.registry.LocalRegistry;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Who gets in: tokens and roles over TLS, foreign pages, too many requests. */
@ExtendWith(SharedParts.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessIT {
  private static final String WRITER = "writer-token-0123456789";
  private static final String READER = "reader-token-0123456789";
  private static final int LIMIT = 20;

  private GatewayUnderTest gateway;
  private Path tokens;

  @BeforeAll
  void start(LocalBroker broker, LocalRegistry registry, @TempDir Path directory) throws Exception {
    tokens = directory.resolve("tokens.yml");
    Files.writeString(
        tokens,
        """
        tokens:
          - {name: ci, role: write, token: %s}
          - {name: dashboard, role: read, token: %s}
        """
            .formatted(WRITER, READER));
    SelfSigned keys = SelfSigned.in(directory);
    gateway =
        new GatewayUnderTest(
            broker,
            registry,
            GatewayUnderTest.Setup.usual("access.", directory.resolve("artifacts"))
                .with(new AccessConfig(tokens, LIMIT), WRITER)
                .with(new ServerTlsConfig(keys.certificate(), keys.key()), client(keys)));
  }

  private static HttpClient client(SelfSigned keys) throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    try (InputStream in = Files.newInputStream(keys.certificate())) {
      trusted.setCertificateEntry(
          "gateway", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(null, trust.getTrustManagers(), null);
    return HttpClient.newBuilder().sslContext(tls).build();
  }

  @AfterAll
  void stop() {
    gateway.close();
  }

  private HttpResponse<String> as(String token, String path, String method, String body) {
    return await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                gateway.send(
                    gateway
                        .request(path)
                        .setHeader("Authorization", token)
                        .header("Content-Type", "application/json")
                        .method(method, HttpRequest.BodyPublishers.ofString(body))),
            answer -> answer.statusCode() != 429);
  }

  @Test
  void rolesAreKept() {
    String sessions = "/api/v1/sessions";
    HttpResponse<String> nobody = as("Bearer nobody", sessions, "GET", "");
    assertThat(nobody.statusCode()).isEqualTo(401);
    assertThat(nobody.headers().firstValue("WWW-Authenticate")).contains("Bearer");
    assertThat(nobody.body()).doesNotContain("nobody");
    assertThat(as("Basic " + WRITER, sessions, "GET", "").statusCode()).isEqualTo(401);
    assertThat(as("Bearer " + READER, sessions, "GET", "").statusCode()).isEqualTo(200);
    HttpResponse<String> refused =
        as("Bearer " + READER, sessions, "POST", "{\"session_id\":\"a\"}");
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.body()).doesNotContain(READER);
    assertThat(as("Bearer " + READER, "/api/v1/prometheus/query", "POST", "{}").statusCode())
        .isEqualTo(400); // it may ask, and asked wrongly
    assertThat(as("bearer " + WRITER, sessions, "POST", "{\"session_id\":\"a\"}").statusCode())
        .isIn(200, 201);
  }

  @Test
  void aChangedFileCounts() throws Exception {
    String later = "later-token-0123456789";
    assertThat(as("Bearer " + later, "/api/v1/sessions", "GET", "").statusCode()).isEqualTo(401);
    Files.writeString(
        tokens, Files.readString(tokens) + "  - {name: later, role: read, token: " + later + "}\n");
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> as("Bearer " + later, "/api/v1/sessions", "GET", "").statusCode(),
            status -> status == 200);
    String good = Files.readString(tokens);
    Files.writeString(tokens, "tokens: nonsense");
    await()
        .during(Duration.ofSeconds(3)) // it looks at the file every second
        .atMost(Duration.ofSeconds(30))
        .until(() -> as("Bearer " + later, "/api/v1/sessions", "GET", "").statusCode() == 200);
    Files.writeString(tokens, good);
  }

  @Test
  void pagesOfOthersAreRefused() {
    HttpResponse<String> foreign =
        gateway.send(
            gateway.request("/api/v1/sessions").header("Origin", "https://elsewhere.test"));
    assertThat(foreign.statusCode()).isIn(403, 429);
    assertThat(foreign.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
  }

  @Test
  void tooManyAreToldToComeBack() {
    List<CompletableFuture<HttpResponse<String>>> sent =
        IntStream.range(0, 8 * LIMIT)
            .mapToObj(
                i ->
                    gateway
                        .http()
                        .sendAsync(
                            gateway.request("/docs/docs.js").build(),
                            HttpResponse.BodyHandlers.ofString()))
            .toList();
    HttpResponse<String> last =
        sent.stream()
            .map(CompletableFuture::join)
            .filter(answer -> answer.statusCode() == 429)
            .findFirst()
            .orElseThrow();
    assertThat(last.headers().firstValue("Retry-After")).contains("1");
    assertThat(json(last).path("title").asText()).isEqualTo("Too many requests");
    assertThat(gateway.get("/healthz").statusCode()).isEqualTo(200); // probes are not limited
  }
}
