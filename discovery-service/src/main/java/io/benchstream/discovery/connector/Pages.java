package io.benchstream.discovery.connector;

import io.benchstream.schemas.HttpClientConfig;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Fetches pages that sources stand on. Thread-safe; the caller waits. */
public interface Pages {
  /** Above what any of the APIs has reason to send. */
  int USUAL_MOST_BYTES = 32 * 1024 * 1024;

  /**
   * What to fetch.
   *
   * @param url http or https; its host counts for nothing where there is a socket
   * @param socket a unix socket to go through; null for TCP
   * @param headers besides the usual ones; may hold secrets and are never logged
   * @param http authentication, TLS, proxy
   * @param mostBytes an answer above it is refused while it arrives
   * @param timeout of the whole exchange
   */
  record Request(
      URI url,
      @Nullable Path socket,
      Map<String, String> headers,
      HttpClientConfig http,
      int mostBytes,
      Duration timeout) {
    public Request {
      headers = Map.copyOf(headers);
    }

    /** A GET of an address that needs nothing else. */
    public static Request of(URI url, Duration timeout) {
      return new Request(
          url, null, Map.of(), HttpClientConfig.newBuilder().build(), USUAL_MOST_BYTES, timeout);
    }
  }

  /**
   * An answer, whatever its status.
   *
   * @param contentType empty where it has none
   */
  @SuppressWarnings("ArrayRecordComponent") // one owner, never compared
  record Page(int status, String contentType, byte[] body) {}

  /**
   * Fetches a page.
   *
   * @throws SourceException where there is no answer, or one too large
   */
  Page get(Request request) throws SourceException, InterruptedException;
}
