package io.benchstream.local.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.benchstream.local.process.PartException;
import io.benchstream.local.process.Port;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalRegistryIT {
  private static final String SCHEMA = "{\\\"type\\\":\\\"string\\\"}";
  private static final String ARTIFACT =
      """
      {"artifactId": "word", "artifactType": "AVRO", "firstVersion":
        {"content": {"content": "%s", "contentType": "application/json"}}}
      """
          .formatted(SCHEMA);

  private final HttpClient http = HttpClient.newHttpClient();

  @TempDir Path directory;

  @Test
  void aContentIdStillResolvesAfterARestartOnTheSameDirectory() throws Exception {
    LocalRegistry.Settings settings = LocalRegistry.Settings.persistent(directory);
    String before;
    try (LocalRegistry registry = LocalRegistry.start(settings)) {
      assertThat(register(registry).statusCode()).isEqualTo(200);
      before = get(registry, "/ids/contentIds/1").body();
      assertThat(before).contains("string");
    }

    try (LocalRegistry registry = LocalRegistry.start(settings)) {
      HttpResponse<String> after = get(registry, "/ids/contentIds/1");
      assertThat(after.statusCode()).isEqualTo(200);
      assertThat(after.body()).isEqualTo(before);
    }
  }

  @Test
  void inMemoryItListensOnLoopbackOnlyAndIsGoneAfterClose() throws Exception {
    LocalRegistry registry = LocalRegistry.start(LocalRegistry.Settings.inMemory(directory));
    try (registry) {
      assertThat(register(registry).statusCode()).isEqualTo(200);
      assertThat(directory.resolve("registry.log")).content().doesNotContain("0.0.0.0");
      assertThat(directory.resolve("schemas.mv.db")).doesNotExist();
    }

    assertThat(registry.isAlive()).isFalse();
    assertThat(Port.fixed(registry.port(), "").resolve("test")).isEqualTo(registry.port());
  }

  @Test
  void aTakenPortIsNamedWithTheSettingToChange() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.ofLiteral(Port.HOST))) {
      Port taken = Port.fixed(other.getLocalPort(), "--registry-port");

      assertThatThrownBy(
              () ->
                  LocalRegistry.start(
                      LocalRegistry.Settings.inMemory(directory).withPorts(taken, Port.any())))
          .isInstanceOf(PartException.class)
          .hasMessageContaining("Apicurio Registry cannot listen on 127.0.0.1:" + taken.number())
          .hasMessageContaining("--registry-port");
    }
  }

  @Test
  void aRegistryThatCannotStartShowsTheEndOfItsLog() throws Exception {
    // A database file of another format.
    Files.writeString(directory.resolve("schemas.mv.db"), "no database".repeat(1000));

    assertThatThrownBy(() -> LocalRegistry.start(LocalRegistry.Settings.persistent(directory)))
        .isInstanceOf(PartException.class)
        .hasMessageContaining("registry.log")
        .hasMessageContaining("File corrupted");
  }

  private HttpResponse<String> register(LocalRegistry registry)
      throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(URI.create(registry.apiUrl() + "/groups/default/artifacts"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(ARTIFACT))
            .build(),
        BodyHandlers.ofString());
  }

  private HttpResponse<String> get(LocalRegistry registry, String path)
      throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(URI.create(registry.apiUrl() + path)).build(),
        BodyHandlers.ofString());
  }
}
