package io.benchstream.runtime.health;

import org.jspecify.annotations.Nullable;

/**
 * Where a process answers HTTP.
 *
 * @param host address to listen on; loopback by default
 * @param port 1 to 65535, or 0 for any free one
 */
public record ServerConfig(String host, int port) {
  public static final String LOOPBACK = "127.0.0.1";

  public ServerConfig(@Nullable String host, int port) {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port: %d is outside 0 to 65535".formatted(port));
    }
    this.host = host == null || host.isBlank() ? LOOPBACK : host;
    this.port = port;
  }
}
