package io.benchstream.scrape.target;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a page is asked for.
 *
 * @param basicAuth user and password; null where there is none
 * @param authorization the Authorization header; null where there is none
 * @param headers further headers by name
 * @param tls null: the platform's defaults
 * @param proxyUrl {@code http://host:port} of a proxy; null: none
 * @param followRedirects whether redirects are followed
 */
public record HttpSettings(
    @Nullable BasicAuth basicAuth,
    @Nullable Authorization authorization,
    Map<String, SecretSource> headers,
    @Nullable Tls tls,
    @Nullable String proxyUrl,
    boolean followRedirects) {
  public static final HttpSettings PLAIN = new HttpSettings(null, null, Map.of(), null, null, true);

  /** User and password. */
  public record BasicAuth(String username, SecretSource password) {}

  /** Scheme and credentials of the Authorization header. */
  public record Authorization(String type, SecretSource credentials) {}

  /**
   * PEM files and names.
   *
   * @param caFile certificates to trust; null: the platform's
   * @param certFile the client's certificate, with {@code keyFile}; null: none
   * @param serverName name to verify and to send; null: the host
   * @param skipVerify accept any certificate
   */
  public record Tls(
      @Nullable String caFile,
      @Nullable String certFile,
      @Nullable String keyFile,
      @Nullable String serverName,
      boolean skipVerify) {}

  public HttpSettings {
    headers = Map.copyOf(headers);
  }
}
