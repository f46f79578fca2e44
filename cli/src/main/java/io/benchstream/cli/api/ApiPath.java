package io.benchstream.cli.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.Map;

/** Paths of the API, below its root. */
public final class ApiPath {
  private ApiPath() {}

  /** {@code /api/v1} and the parts, each of them encoded. */
  public static String of(String... parts) {
    StringBuilder path = new StringBuilder("/api/v1");
    for (String part : parts) {
      path.append('/').append(encoded(part));
    }
    return path.toString();
  }

  /** The path with a query; empty values are left out. */
  public static String query(String path, Map<String, String> parameters) {
    StringBuilder query = new StringBuilder();
    parameters.forEach(
        (name, value) -> {
          if (!value.isEmpty()) {
            query.append(query.isEmpty() ? '?' : '&').append(name).append('=');
            query.append(encoded(value));
          }
        });
    return path + query;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }
}
