package io.benchstream.gateway.access;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Who may call the API, and how often.
 *
 * @param tokensFile YAML with bearer tokens: {@code tokens}, a list of {@code name}, {@code role}
 *     ({@code read} or {@code write}) and {@code token} or its {@code sha256}; read again when it
 *     changes; may be left out only where the server listens on loopback
 * @param requestsPerSecond most requests of one address in a second; 500 where it is left out
 */
public record AccessConfig(@Nullable Path tokensFile, int requestsPerSecond) {
  private static final int USUAL_REQUESTS = 500;

  public AccessConfig(@Nullable Path tokensFile, int requestsPerSecond) {
    if (requestsPerSecond < 0 || requestsPerSecond > 1_000_000) {
      throw new IllegalArgumentException(
          "requests_per_second: %d is outside 1 to 1000000".formatted(requestsPerSecond));
    }
    this.tokensFile = tokensFile;
    this.requestsPerSecond = requestsPerSecond == 0 ? USUAL_REQUESTS : requestsPerSecond;
  }

  /**
   * Refuses to let anybody in from elsewhere without a token.
   *
   * @param host that the server listens on
   * @throws IllegalArgumentException where tokens are missing
   */
  public void check(String host) {
    if (tokensFile == null && !isLoopback(host)) {
      throw new IllegalArgumentException(
          "server.host: %s can be reached from other machines; set access.tokens_file, or listen on 127.0.0.1"
              .formatted(host));
    }
  }

  private static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
