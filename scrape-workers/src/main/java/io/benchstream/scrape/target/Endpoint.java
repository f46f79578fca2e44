package io.benchstream.scrape.target;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a page is.
 *
 * @param tls whether it is asked for over TLS
 * @param host name or address, without brackets
 * @param port 1 to 65535
 * @param requestTarget path and query, as they stand in the request line
 */
public record Endpoint(boolean tls, String host, int port, String requestTarget) {
  private static final Pattern ADDRESS =
      Pattern.compile("(?:\\[([0-9A-Fa-f:.%a-z]+)]|([A-Za-z0-9._-]+)):([0-9]{1,5})");

  /** The endpoint at {@code host:port} or {@code [address]:port}; empty where it is neither. */
  static Optional<Endpoint> of(boolean tls, String address, String requestTarget) {
    Matcher matcher = ADDRESS.matcher(address);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    int port = Integer.parseInt(matcher.group(3));
    String host = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
    return port < 1 || port > 65_535
        ? Optional.empty()
        : Optional.of(new Endpoint(tls, host, port, requestTarget));
  }

  /** Where a {@code Location} header leads from here; empty where it is no URL of http or https. */
  public Optional<Endpoint> redirectedTo(String location) {
    try {
      URI next = URI.create(toString()).resolve(location);
      boolean nextTls = "https".equalsIgnoreCase(next.getScheme());
      if ((!nextTls && !"http".equalsIgnoreCase(next.getScheme())) || next.getHost() == null) {
        return Optional.empty();
      }
      int nextPort = next.getPort() > 0 ? next.getPort() : nextTls ? 443 : 80;
      String path =
          next.getRawPath() == null || next.getRawPath().isEmpty() ? "/" : next.getRawPath();
      String query = next.getRawQuery() == null ? "" : "?" + next.getRawQuery();
      return of(nextTls, next.getHost() + ":" + nextPort, path + query);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The URL, for people. */
  @Override
  public String toString() {
    String shownHost = host.indexOf(':') < 0 ? host : "[" + host + "]";
    return (tls ? "https://" : "http://") + shownHost + ":" + port + requestTarget;
  }
}
