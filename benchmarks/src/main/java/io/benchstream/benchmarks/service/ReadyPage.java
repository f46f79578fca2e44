package io.benchstream.benchmarks.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.benchstream.local.process.PartException;
import io.benchstream.local.process.ServerProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/**
 * Waits for a service's {@code /readyz}. On a loaded machine a group may need a minute to form, and
 * meanwhile the service says that it is not ready: that is no failure.
 */
final class ReadyPage {
  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private ReadyPage() {}

  /**
   * Returns when the page answers 200.
   *
   * @throws PartException when it does not within the patience, or the process ends; has the page's
   *     last words
   */
  static void await(String name, ServerProcess process, URI page, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    String words = "";
    try (HttpClient client = HttpClient.newHttpClient()) {
      while (process.isAlive() && System.nanoTime() < deadline) {
        try {
          HttpResponse<String> answer = ask(client, page);
          if (answer.statusCode() == 200) {
            return;
          }
          words = answer.body().strip();
        } catch (IOException silent) {
          words = silent.toString();
        }
        Thread.sleep(PAUSE);
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      words = "interrupted";
    }
    process.close();
    throw new PartException(
        "%s was not ready after %d s: %s".formatted(name, patience.toSeconds(), words));
  }

  private static HttpResponse<String> ask(HttpClient client, URI page)
      throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(page).timeout(TIMEOUT).build(),
        HttpResponse.BodyHandlers.ofString(UTF_8));
  }
}
