package io.benchstream.runtime.health;

import org.jspecify.annotations.Nullable;

/**
 * Where a process answers HTTP.
 *
 * @param host address to listen on; loopback by default
 * @param port 1 to 65535, or 0 for any free one; null means the service's usual port
 */
public record ServerConfig(String host, @Nullable Integer port) {
  public static final String LOOPBACK = "127.0.0.1";

  public ServerConfig(@Nullable String host, @Nullable Integer port) {
    if (port != null && (port < 0 || port > 65_535)) {
      throw new IllegalArgumentException("port: %d is outside 0 to 65535".formatted(port));
    }
    this.host = host == null || host.isBlank() ? LOOPBACK : host;
    this.port = port;
  }

  /** The port to open: 1 to 65535, or 0 for any free one. */
  public int portToOpen() {
    return port == null ? 0 : port;
  }

  /** The server that a configuration names, on the service's usual port where it names none. */
  public static ServerConfig orUsual(@Nullable ServerConfig configured, int usualPort) {
    return configured == null
        ? new ServerConfig(null, usualPort)
        : new ServerConfig(configured.host, configured.port == null ? usualPort : configured.port);
  }
}
