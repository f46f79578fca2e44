package io.benchstream.benchmarks.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.benchstream.local.fetch.Binaries;
import io.benchstream.local.fetch.Tool;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What nginx really answers: figures of compressed or distinct pages are of such pages. */
class PageServerIT {
  @TempDir Path directory;

  @Test
  void eachTargetHasItsOwnLabelsAndPagesAreCompressedWhereAsked() throws Exception {
    Path pages = Files.createDirectory(directory.resolve("pages"));
    for (int variant = 0; variant < 10; variant++) {
      Files.writeString(
          pages.resolve(variant + ".txt"),
          "up{pod=\"%s\",at=\"%s\"} %d\n"
              .formatted(PageSet.TARGET_MARK, PageSet.TIME_MARK, variant)
              .repeat(200));
    }
    Path nginx = Binaries.of(System.err::println).find(Tool.NGINX);
    try (PageServer server =
        PageServer.start(nginx, directory.resolve("nginx"), pages, true, true)) {
      HttpResponse<byte[]> plain = get(server, 3, "identity");
      HttpResponse<byte[]> gzip = get(server, 14, "gzip");

      assertThat(plain.headers().firstValue("Content-Encoding")).isEmpty();
      assertThat(plain.headers().firstValue("Content-Type").orElseThrow())
          .startsWith("text/plain; version=0.0.4");
      assertThat(new String(plain.body(), UTF_8))
          .containsPattern("^up\\{pod=\"3\",at=\"[0-9]{10}\"} ");
      assertThat(gzip.headers().firstValue("Content-Encoding")).contains("gzip");
      String unzipped =
          new String(
              new GZIPInputStream(new ByteArrayInputStream(gzip.body())).readAllBytes(), UTF_8);
      assertThat(unzipped).startsWith("up{pod=\"14\",at=\"").hasLineCount(200);
    }
  }

  @Test
  void targetsThatAreScrapedTogetherShowDifferentPages() throws Exception {
    Path pages = Files.createDirectory(directory.resolve("pages"));
    for (int variant = 0; variant < 10; variant++) {
      Files.writeString(pages.resolve(variant + ".txt"), variant + "\n");
    }
    Path nginx = Binaries.of(System.err::println).find(Tool.NGINX);
    try (PageServer server =
        PageServer.start(nginx, directory.resolve("nginx"), pages, false, false)) {
      byte[] first;
      byte[] second;
      byte[] again;
      do { // All three within one second of the clock.
        first = get(server, 20, "identity").body();
        second = get(server, 21, "identity").body();
        again = get(server, 20, "identity").body();
      } while (!Arrays.equals(first, again));
      int expected = (first[0] - '0' + 1) % 10;
      assertThat(second[0] - '0').isEqualTo(expected);
    }
  }

  private static HttpResponse<byte[]> get(PageServer server, int target, String encoding)
      throws IOException, InterruptedException {
    URI page = URI.create("http://" + server.address() + PageServer.path(target));
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<byte[]> answer =
          client.send(
              HttpRequest.newBuilder(page).header("Accept-Encoding", encoding).build(),
              BodyHandlers.ofByteArray());
      assertThat(answer.statusCode()).isEqualTo(200);
      return answer;
    }
  }
}
