package io.benchstream.discovery.event;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Pattern;

/** The form {@code host:port}: the host a name, an IPv4 address or a bracketed IPv6 address. */
public final class Addresses {
  private static final int LONGEST_NAME = 253;
  // Underscores are not in RFC 1123, but container networks resolve such names.
  private static final Pattern NAME =
      Pattern.compile(
          "[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?(?:\\.[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?)*\\.?");
  private static final Pattern DIGITS_AND_DOTS = Pattern.compile("[0-9.]+");
  private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");

  private Addresses() {}

  /** What is wrong with the address, in words; empty where nothing is. */
  public static Optional<String> problem(String address) {
    int colon = address.lastIndexOf(':');
    if (colon < 0 || address.endsWith("]")) {
      return Optional.of("has no port");
    }
    String port = address.substring(colon + 1);
    if (!PORT.matcher(port).matches() || !within(Integer.parseInt(port))) {
      return Optional.of("has a port that is not a number from 1 to 65535");
    }
    return hostProblem(address.substring(0, colon));
  }

  /** What is wrong with the host, in words; empty where nothing is. */
  public static Optional<String> hostProblem(String host) {
    if (host.startsWith("[") && host.endsWith("]")) {
      return ipv6(host.substring(1, host.length() - 1))
          ? Optional.empty()
          : Optional.of("holds no valid IPv6 address between the brackets");
    }
    if (host.indexOf(':') >= 0) {
      return Optional.of("holds an IPv6 address without brackets");
    }
    if (DIGITS_AND_DOTS.matcher(host).matches()) {
      return ipv4(host) ? Optional.empty() : Optional.of("holds no valid IPv4 address");
    }
    return host.length() <= LONGEST_NAME && NAME.matcher(host).matches()
        ? Optional.empty()
        : Optional.of("holds no valid host name");
  }

  /**
   * The IP address that a valid {@code host:port} is written with; empty where its host is a name,
   * which whoever connects resolves and checks.
   */
  public static Optional<InetAddress> literal(String address) {
    String host = address.substring(0, address.lastIndexOf(':'));
    if (host.startsWith("[")) {
      return Optional.of(InetAddress.ofLiteral(host.substring(1, host.length() - 1)));
    }
    return DIGITS_AND_DOTS.matcher(host).matches()
        ? Optional.of(InetAddress.ofLiteral(host))
        : Optional.empty();
  }

  private static boolean within(int port) {
    return port >= 1 && port <= 65_535;
  }

  private static boolean ipv4(String text) {
    // ofLiteral also takes shortened forms such as 10.1
    if (text.chars().filter(c -> c == '.').count() != 3) {
      return false;
    }
    try {
      Inet4Address.ofLiteral(text);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean ipv6(String text) {
    if (text.indexOf('%') >= 0 || text.indexOf(':') < 0) {
      return false;
    }
    try {
      Inet6Address.ofLiteral(text);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
