package io.benchstream.cli.local;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.net.URI;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A page whose every value is the number of the page, so that a sample tells which page it is from.
 * The series {@code passing} is on the first pages only.
 */
final class PageServer implements AutoCloseable {
  static final int SERIES = 150;
  private static final int PASSING_PAGES = 6;

  private final Vertx vertx = Vertx.vertx();
  private final AtomicInteger pages = new AtomicInteger();
  private final URI url;

  PageServer() throws InterruptedException, ExecutionException, TimeoutException {
    HttpServer server =
        vertx
            .createHttpServer()
            .requestHandler(
                request ->
                    request
                        .response()
                        .putHeader("Content-Type", "text/plain; version=0.0.4")
                        .end(page(pages.incrementAndGet())))
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .get(30, TimeUnit.SECONDS);
    url = URI.create("http://127.0.0.1:" + server.actualPort());
  }

  URI url() {
    return url;
  }

  int pages() {
    return pages.get();
  }

  /** True once the series that passes is gone for some pages. */
  boolean isPassed() {
    return pages() > PASSING_PAGES + 3;
  }

  /** The labels that a series has in the end. */
  Map<String, String> labels(int series, String job) {
    return new TreeMap<>(
        Map.of(
            "__name__",
            "page_number",
            "series",
            Integer.toString(series),
            "odd",
            "q\"" + series,
            "cluster",
            Installation.CLUSTER,
            "job",
            job,
            "instance",
            "127.0.0.1:" + url.getPort()));
  }

  private static String page(int number) {
    StringBuilder page = new StringBuilder();
    for (int i = 0; i < SERIES; i++) {
      page.append("page_number{series=\"%d\",odd=\"q\\\"%d\"} %d\n".formatted(i, i, number));
    }
    if (number <= PASSING_PAGES) {
      page.append("passing %d\n".formatted(number));
    }
    return page.toString();
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
