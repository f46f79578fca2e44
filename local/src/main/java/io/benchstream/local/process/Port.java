package io.benchstream.local.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A TCP port on loopback that a part is to listen on.
 *
 * @param number 1..65535, or 0 for any free one
 * @param setting what the user changes to choose another port, as the error message names it (for
 *     example {@code --broker-port}); empty for a port that no user chose
 */
public record Port(int number, String setting) {
  /** The address all parts listen on. */
  public static final String HOST = "127.0.0.1";

  // Below the range that Linux hands out to outgoing connections (32768 and above by default): a
  // port that was just found free is then not taken by somebody's client before its server starts.
  private static final int LOWEST_CHOSEN = 15_000;
  private static final int HIGHEST_CHOSEN = 32_000;
  private static final int TRIES = 200;

  public Port {
    if (number < 0 || number > 65_535) {
      throw new IllegalArgumentException(
          "port %d%s: must be 0 (any) to 65535"
              .formatted(number, setting.isEmpty() ? "" : " (" + setting + ")"));
    }
  }

  /** This number and no other; {@code setting} is what the user changes to get another. */
  public static Port fixed(int number, String setting) {
    return new Port(number, setting);
  }

  /** Any free port. */
  public static Port any() {
    return new Port(0, "");
  }

  /**
   * The number to listen on: this one, found free, or one chosen among the free ones.
   *
   * @param part who wants it, for the message
   * @throws PartException when the port is taken; names the port, its owner where it can be found,
   *     and the setting to change
   */
  public int resolve(String part) {
    if (number == 0) {
      return choose(part);
    }
    if (!isFree(number)) {
      String owner = PortOwner.of(number).map(found -> " by " + found).orElse("");
      String remedy =
          setting.isEmpty() ? "stop that" : "stop that, or choose another with " + setting;
      throw new PartException(
          "%s cannot listen on %s:%d: the port is taken%s; %s"
              .formatted(part, HOST, number, owner, remedy));
    }
    return number;
  }

  private static int choose(String part) {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    for (int i = 0; i < TRIES; i++) {
      int candidate = random.nextInt(LOWEST_CHOSEN, HIGHEST_CHOSEN);
      if (isFree(candidate)) {
        return candidate;
      }
    }
    throw new PartException(
        "%s found no free port on %s in %d tries between %d and %d"
            .formatted(part, HOST, TRIES, LOWEST_CHOSEN, HIGHEST_CHOSEN));
  }

  private static boolean isFree(int port) {
    try (ServerSocket probe = new ServerSocket()) {
      // As the parts' own servers do it: a port in TIME_WAIT after a restart counts as free.
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(InetAddress.ofLiteral(HOST), port));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }
}
