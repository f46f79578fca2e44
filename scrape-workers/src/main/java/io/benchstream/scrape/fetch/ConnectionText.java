package io.benchstream.scrape.fetch;

import io.benchstream.scrape.target.Endpoint;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.vertx.core.http.HttpClosedException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import javax.net.ssl.SSLException;

/** What a failed connection means, in words that a person can act on. */
final class ConnectionText {
  private ConnectionText() {}

  static FetchOutcome.Failure of(Throwable failure, Endpoint endpoint) {
    String place = endpoint.host() + ":" + endpoint.port();
    // First: what TLS refuses comes wrapped as something that cannot be decoded.
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (endpoint.tls() && cause instanceof SSLException tls) {
        return new FetchOutcome.ConnectionFailure(
            "TLS with %s failed: %s; check scheme and tls_config"
                .formatted(place, tls.getMessage()));
      }
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      switch (cause) {
        case TooLongHttpHeaderException headers -> {
          return new FetchOutcome.TooLarge("the headers of the answer are longer than 8 KiB");
        }
        case NoRouteToHostException route -> {
          return new FetchOutcome.ConnectionFailure(
              "no route to %s; is the host up, does a firewall refuse?".formatted(place));
        }
        case ConnectTimeoutException late -> {
          return new FetchOutcome.ConnectionFailure(
              "%s does not accept the connection; is the host up?".formatted(place));
        }
        case ConnectException refused -> {
          return new FetchOutcome.ConnectionFailure(
              "%s refuses the connection; is the exporter running, is the port right?"
                  .formatted(place));
        }
        case HttpClosedException closed -> {
          return broke(place);
        }
        case DecoderException notHttp -> {
          return new FetchOutcome.Malformed(
              "%s does not answer in HTTP; is the port right, is it a TLS port?".formatted(place));
        }
        case IllegalArgumentException notHttp -> {
          return new FetchOutcome.Malformed(
              "%s does not answer in HTTP; is the port right, is it a TLS port?".formatted(place));
        }
        default -> {}
      }
    }
    return isReset(failure)
        ? broke(place)
        : new FetchOutcome.ConnectionFailure(
            "the connection to %s failed: %s".formatted(place, failure.getMessage()));
  }

  private static boolean isReset(Throwable failure) {
    String message = failure.getMessage();
    return message != null && (message.contains("reset") || message.contains("Broken pipe"));
  }

  private static FetchOutcome.ConnectionFailure broke(String place) {
    return new FetchOutcome.ConnectionFailure(
        "%s closed the connection before its page was complete".formatted(place));
  }
}
