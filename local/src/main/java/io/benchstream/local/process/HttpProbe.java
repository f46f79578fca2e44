package io.benchstream.local.process;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Asks a page of a part whether the part is ready: it is when the page answers 200. */
final class HttpProbe implements Readiness, AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final int WORDS_LIMIT = 2000;

  private final HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private final HttpRequest request;

  HttpProbe(URI page) {
    request = HttpRequest.newBuilder(page).timeout(PATIENCE).build();
  }

  @Override
  public Answer ask() {
    try {
      HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
      if (response.statusCode() == 200) {
        return new Answer.Ready();
      }
      String words = response.body().strip();
      return new Answer.Unwell(words.substring(0, Math.min(WORDS_LIMIT, words.length())));
    } catch (IOException notYet) {
      return new Answer.Silent();
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      return new Answer.Silent();
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
    client.close();
  }
}
