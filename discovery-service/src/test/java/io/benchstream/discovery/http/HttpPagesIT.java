package io.benchstream.discovery.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.benchstream.discovery.connector.Pages;
import io.benchstream.discovery.connector.SourceException;
import io.benchstream.schemas.Authorization;
import io.benchstream.schemas.HttpClientConfig;
import io.benchstream.schemas.SecretRef;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client of the connectors on servers that answer, and on some that should not. */
class HttpPagesIT {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final HttpPages pages = new HttpPages();
  private HttpServer server;

  @TempDir private Path directory;

  HttpPagesIT() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  @BeforeEach
  void start() {
    server.createContext(
        "/big",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          byte[] chunk = new byte[64 * 1024];
          try (var body = exchange.getResponseBody()) {
            for (int i = 0; i < 50 * 16; i++) {
              body.write(chunk); // 50 MiB
            }
          } catch (IOException e) {
            // The client has had enough.
          }
        });
    server.createContext(
        "/who",
        exchange -> {
          String who = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
          byte[] body = who.getBytes(UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.createContext("/silent", exchange -> {});
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    pages.close();
  }

  private URI url(String path) {
    return URI.create("http://127.0.0.1:%d%s".formatted(server.getAddress().getPort(), path));
  }

  @Test
  void fiftyMegabytesAreRefusedWhileTheyArrive() {
    assertThatThrownBy(() -> pages.get(Pages.Request.of(url("/big"), PATIENCE)))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("more than the 33554432 bytes");
  }

  @Test
  void aSecretIsReadWithEachRequest() throws Exception {
    Path file = Files.writeString(directory.resolve("token"), "one\n");
    Pages.Request request =
        new Pages.Request(
            url("/who"),
            null,
            Map.of(),
            HttpClientConfig.newBuilder()
                .setAuthorization(
                    Authorization.newBuilder()
                        .setCredentials(SecretRef.newBuilder().setFile(file.toString()).build())
                        .build())
                .build(),
            1024,
            PATIENCE);
    assertThat(new String(pages.get(request).body(), UTF_8)).isEqualTo("Bearer one");
    Files.writeString(file, "two");
    assertThat(new String(pages.get(request).body(), UTF_8)).isEqualTo("Bearer two");
    Files.delete(file);
    assertThatThrownBy(() -> pages.get(request)).hasMessageContaining("cannot be read");
  }

  @Test
  void whoDoesNotAnswerIsNotWaitedForForEver() {
    assertThatThrownBy(() -> pages.get(Pages.Request.of(url("/silent"), Duration.ofMillis(300))))
        .isInstanceOf(SourceException.class);
  }

  @Test
  void throughAUnixSocket() throws Exception {
    Path socket = directory.resolve("s");
    try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      listener.bind(UnixDomainSocketAddress.of(socket));
      Thread.ofVirtual()
          .start(
              () -> {
                try (SocketChannel connection = listener.accept()) {
                  connection.read(ByteBuffer.allocate(8192));
                  connection.write(
                      ByteBuffer.wrap(
                          "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello".getBytes(UTF_8)));
                } catch (IOException e) {
                  // The client tells.
                }
              });

      Pages.Page page =
          pages.get(
              new Pages.Request(
                  URI.create("http://localhost/"),
                  socket,
                  Map.of(),
                  HttpClientConfig.newBuilder().build(),
                  1024,
                  PATIENCE));

      assertThat(new String(page.body(), UTF_8)).isEqualTo("hello");
    }
  }
}
