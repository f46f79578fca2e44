package io.benchstream.scrape.fetch;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.benchstream.scrape.fetch.Secrets.MissingSecretException;
import io.benchstream.scrape.target.HttpSettings;
import io.benchstream.scrape.target.ScrapeTarget;
import io.benchstream.scrape.target.SecretSource;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;

/** The headers of a request for a page. One thread. */
final class RequestHeaders {
  /** The formats that are read, the richest first, in the words and order of Prometheus 3. */
  static final String ACCEPT =
      "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,"
          + "application/openmetrics-text;version=0.0.1;q=0.5,"
          + "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,"
          + "text/plain;version=0.0.4;q=0.3,"
          + "*/*;q=0.2";

  static final String TIMEOUT = "X-Prometheus-Scrape-Timeout-Seconds";

  /** As bytes, which are written without another look. */
  private static final CharSequence ENCODED_ACCEPT = HttpHeaders.createOptimized(ACCEPT);

  private static final CharSequence GZIP = HttpHeaders.createOptimized("gzip");
  private static final CharSequence ENCODED_TIMEOUT = HttpHeaders.createOptimized(TIMEOUT);

  private final Secrets secrets = new Secrets();
  private final CharSequence userAgent;

  /** The timeout that was asked for last, and its value: most targets have the same. */
  private Duration timeout = Duration.ZERO;

  private CharSequence timeoutSeconds = "";

  RequestHeaders(String userAgent) {
    this.userAgent = HttpHeaders.createOptimized(userAgent);
  }

  /**
   * The headers for a target.
   *
   * @param withCredentials false on another host, where a redirect has led to
   */
  MultiMap of(ScrapeTarget target, boolean withCredentials) throws MissingSecretException {
    MultiMap headers = HttpHeaders.headers();
    headers.set(HttpHeaders.ACCEPT, ENCODED_ACCEPT);
    headers.set(HttpHeaders.ACCEPT_ENCODING, GZIP);
    headers.set(HttpHeaders.USER_AGENT, userAgent);
    headers.set(ENCODED_TIMEOUT, seconds(target.timeout()));
    if (withCredentials) {
      addCredentials(target.http(), headers);
    }
    return headers;
  }

  private void addCredentials(HttpSettings http, MultiMap headers) throws MissingSecretException {
    for (Map.Entry<String, SecretSource> header : http.headers().entrySet()) {
      headers.set(header.getKey(), secrets.get(header.getValue()));
    }
    HttpSettings.BasicAuth basic = http.basicAuth();
    if (basic != null) {
      String pair = basic.username() + ":" + secrets.get(basic.password());
      headers.set(
          HttpHeaders.AUTHORIZATION,
          "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8)));
    }
    HttpSettings.Authorization authorization = http.authorization();
    if (authorization != null) {
      headers.set(
          HttpHeaders.AUTHORIZATION,
          authorization.type() + " " + secrets.get(authorization.credentials()));
    }
  }

  private CharSequence seconds(Duration wanted) {
    if (!wanted.equals(timeout)) {
      timeout = wanted;
      timeoutSeconds =
          HttpHeaders.createOptimized(
              BigDecimal.valueOf(wanted.toMillis(), 3).stripTrailingZeros().toPlainString());
    }
    return timeoutSeconds;
  }
}
