package io.benchstream.scrape.fetch;

import io.benchstream.scrape.fetch.Secrets.MissingSecretException;
import io.benchstream.scrape.target.Endpoint;
import io.benchstream.scrape.target.HttpSettings;
import io.benchstream.scrape.target.ScrapeTarget;
import io.vertx.core.AsyncResult;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One page's request: look-up, connection, redirects, body, decompression, all within one timeout.
 * On the fetcher's event loop. Ends once; whatever arrives after that is ignored.
 */
final class PageRequest implements PageFetcher.Fetch {
  private static final int OK = 200;
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

  private final HttpPageFetcher fetcher;
  private final ScrapeTarget target;
  private final PageFetcher.Callback callback;

  private Endpoint endpoint;

  /** Taken once there is a page; those that wait for an answer need none. */
  private @Nullable PageBuffer body;

  private long timer = -1;
  private int redirects;
  private boolean answered;
  private boolean retried;
  private boolean ended;
  private @Nullable HttpClientRequest sent;

  /** What the connection said before it broke; the request is only told that it was closed. */
  private @Nullable Throwable connectionFailure;

  PageRequest(HttpPageFetcher fetcher, ScrapeTarget target, PageFetcher.Callback callback) {
    this.fetcher = fetcher;
    this.target = target;
    this.callback = callback;
    this.endpoint = target.endpoint();
  }

  void start() {
    timer =
        fetcher
            .vertx()
            .setTimer(
                target.timeout().toMillis(),
                expired ->
                    end(
                        new FetchOutcome.Timeout(
                            target.timeout(),
                            "no whole page within %d ms (%s)"
                                .formatted(target.timeout().toMillis(), progress()))));
    // So that the callback never comes from within fetch().
    fetcher.context().runOnContext(begin -> connect());
  }

  private String progress() {
    if (!answered) {
      return "the target has not answered";
    }
    PageBuffer page = body;
    return "%,d bytes of it have come".formatted(page == null ? 0 : page.length());
  }

  @Override
  public void cancel() {
    if (!ended) {
      release();
    }
  }

  private void connect() {
    if (!ended) {
      fetcher.resolve(endpoint.host(), this::resolved);
    }
  }

  private void resolved(AddressResolver.Resolution resolution) {
    if (ended) {
      return;
    }
    boolean proxied = target.http().proxyUrl() != null;
    switch (resolution) {
      case AddressResolver.Resolution.Denied(String reason) -> end(new FetchOutcome.Denied(reason));
      case AddressResolver.Resolution.Found(InetAddress address) -> send(proxied ? null : address);
      case AddressResolver.Resolution.Unknown(String reason) -> {
        if (proxied) {
          send(null); // Names that only the proxy knows.
        } else {
          end(new FetchOutcome.ConnectionFailure(reason));
        }
      }
    }
  }

  /**
   * Sends the request.
   *
   * @param address null: the proxy finds it
   */
  private void send(@Nullable InetAddress address) {
    RequestOptions options;
    try {
      options = options(address);
    } catch (MissingSecretException e) {
      end(new FetchOutcome.ConnectionFailure(String.valueOf(e.getMessage())));
      return;
    } catch (IllegalArgumentException e) {
      // Its message holds the value that is refused, which may be a secret.
      end(
          new FetchOutcome.ConnectionFailure(
              "HTTP does not allow a name or value of the request's headers; check headers, authorization and their secrets for control characters"));
      return;
    }
    try {
      fetcher.clients().of(target.http()).request(options).onComplete(this::opened);
    } catch (RuntimeException e) {
      end(new FetchOutcome.ConnectionFailure(String.valueOf(e.getMessage())));
    }
  }

  private RequestOptions options(@Nullable InetAddress address) throws MissingSecretException {
    String host = endpoint.host();
    boolean sameHost =
        host.equals(target.endpoint().host()) && endpoint.port() == target.endpoint().port();
    MultiMap headers = fetcher.headers().of(target, sameHost);
    headers.set(
        HttpHeaders.HOST,
        (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + endpoint.port());
    HttpSettings.Tls tls = target.http().tls();
    // The name here is the one that TLS sends and verifies; the address below is where it goes.
    String named = tls == null || tls.serverName() == null ? host : tls.serverName();
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.GET)
            .setHost(named)
            .setPort(endpoint.port())
            .setSsl(endpoint.tls())
            .setURI(endpoint.requestTarget())
            .setHeaders(headers);
    if (address != null) {
      options.setServer(
          SocketAddress.inetSocketAddress(new InetSocketAddress(address, endpoint.port())));
    }
    return options;
  }

  private void opened(AsyncResult<HttpClientRequest> opened) {
    if (ended) {
      if (opened.succeeded()) {
        opened.result().reset();
      }
      return;
    }
    if (opened.failed()) {
      end(ConnectionText.of(opened.cause(), endpoint));
      return;
    }
    HttpClientRequest request = opened.result();
    sent = request;
    connectionFailure = null;
    request.connection().exceptionHandler(cause -> connectionFailure = cause);
    request
        .send()
        .onSuccess(response -> answered(request, response))
        .onFailure(cause -> broke(request, cause));
  }

  /** The connection broke, or what came over it is not HTTP. */
  private void broke(HttpClientRequest request, Throwable cause) {
    if (isOver(request)) {
      return;
    }
    if (!answered && !retried) {
      // A connection that was kept open may be closed by the target just as it is used again.
      retried = true;
      sent = null;
      connect();
      return;
    }
    Throwable first = connectionFailure;
    end(ConnectionText.of(first == null ? cause : first, endpoint));
  }

  private void answered(HttpClientRequest request, HttpClientResponse response) {
    if (isOver(request)) {
      response.exceptionHandler(ignored -> {});
      request.reset();
      return;
    }
    answered = true;
    response.exceptionHandler(cause -> broke(request, cause));
    int status = response.statusCode();
    String location = response.getHeader(HttpHeaders.LOCATION);
    if (REDIRECTS.contains(status) && location != null && target.http().followRedirects()) {
      follow(request, status, location);
    } else if (status != OK) {
      end(
          new FetchOutcome.HttpFailure(
              status,
              "HTTP status %d %s for %s".formatted(status, response.statusMessage(), endpoint)));
    } else {
      read(request, response);
    }
  }

  private void follow(HttpClientRequest request, int status, String location) {
    if (++redirects > fetcher.settings().maxRedirects()) {
      end(
          new FetchOutcome.HttpFailure(
              status,
              "more than %d redirects, the last one to %.200s"
                  .formatted(fetcher.settings().maxRedirects(), location)));
      return;
    }
    Endpoint next = endpoint.redirectedTo(location).orElse(null);
    if (next == null) {
      end(
          new FetchOutcome.HttpFailure(
              status, "a redirect to '%.200s', which is no http URL".formatted(location)));
      return;
    }
    sent = null;
    answered = false;
    retried = false;
    request.reset();
    endpoint = next;
    connect();
  }

  private void read(HttpClientRequest request, HttpClientResponse response) {
    String length = response.getHeader(HttpHeaders.CONTENT_LENGTH);
    if (length != null && isBeyondLimit(length)) {
      endTooLarge("is announced with %s bytes".formatted(length));
      return;
    }
    PageBuffer page = fetcher.takeBuffer();
    body = page;
    response.handler(chunk -> take(request, page, chunk));
    response.endHandler(
        done -> {
          if (!isOver(request)) {
            complete(response, page);
          }
        });
  }

  /** Whether this has ended, or has gone on to another request. */
  private boolean isOver(HttpClientRequest request) {
    return ended || !request.equals(sent);
  }

  private boolean isBeyondLimit(String length) {
    try {
      return Long.parseLong(length) > target.bodyLimit();
    } catch (NumberFormatException e) {
      return true;
    }
  }

  private void take(HttpClientRequest request, PageBuffer page, Buffer chunk) {
    if (isOver(request)) {
      return;
    }
    int more = chunk.length();
    if (page.length() + (long) more > target.bodyLimit()) {
      endTooLarge("has more than %,d bytes".formatted(target.bodyLimit()));
    } else if (!page.ensure(more)) {
      endOutOfMemory();
    } else {
      chunk.getBytes(page.bytes(), page.length());
      page.advance(more);
    }
  }

  private void complete(HttpClientResponse response, PageBuffer page) {
    sent = null; // The connection is free again.
    String encoding = response.getHeader(HttpHeaders.CONTENT_ENCODING);
    String type = response.getHeader(HttpHeaders.CONTENT_TYPE);
    if (encoding == null || encoding.isEmpty() || encoding.equalsIgnoreCase("identity")) {
      end(new FetchOutcome.Success(page.bytes(), page.length(), type));
    } else if (encoding.equalsIgnoreCase("gzip") || encoding.equalsIgnoreCase("x-gzip")) {
      inflate(page, type);
    } else {
      end(
          new FetchOutcome.Malformed(
              "the page has the content encoding '%.50s', which was not asked for"
                  .formatted(encoding)));
    }
  }

  private void inflate(PageBuffer compressed, @Nullable String type) {
    PageBuffer page = fetcher.takeBuffer();
    try {
      switch (Gzip.inflate(compressed.bytes(), compressed.length(), target.bodyLimit(), page)) {
        case DONE -> end(new FetchOutcome.Success(page.bytes(), page.length(), type));
        case BEYOND_LIMIT ->
            endTooLarge("has more than %,d bytes when decompressed".formatted(target.bodyLimit()));
        case OUT_OF_MEMORY -> endOutOfMemory();
      }
    } catch (IOException e) {
      end(
          new FetchOutcome.Malformed(
              "the page is said to be gzip and cannot be decompressed: " + e.getMessage()));
    } finally {
      fetcher.giveBack(page);
    }
  }

  private void endTooLarge(String what) {
    end(
        new FetchOutcome.TooLarge(
            "the page %s; body_size_limit is %,d".formatted(what, target.bodyLimit())));
  }

  private void endOutOfMemory() {
    end(
        new FetchOutcome.TooLarge(
            "the page is large and the worker's memory for large pages, %,d bytes, is in use; raise large_page_memory"
                .formatted(fetcher.memory().limit())));
  }

  private void end(FetchOutcome outcome) {
    if (ended) {
      return;
    }
    ended = true;
    try {
      callback.done(outcome);
    } finally {
      release();
    }
  }

  private void release() {
    ended = true;
    fetcher.vertx().cancelTimer(timer);
    HttpClientRequest open = sent;
    if (open != null) {
      sent = null;
      open.reset();
    }
    PageBuffer page = body;
    if (page != null) {
      body = null;
      fetcher.giveBack(page);
    }
  }
}
