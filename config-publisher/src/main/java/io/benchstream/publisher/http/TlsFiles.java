package io.benchstream.publisher.http;

import io.benchstream.publisher.delivery.HttpSettings.TlsSettings;
import io.vertx.core.http.HttpClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has a client read its PEM files again once they have changed; connections that are open stay.
 * Thread-safe.
 */
final class TlsFiles {
  static final Duration LOOK_EVERY = Duration.ofSeconds(10);

  private static final Logger LOG = LoggerFactory.getLogger(TlsFiles.class);
  private static final String UNREAD = "";

  private final HttpClient client;
  private final TlsSettings tls;
  private final long lookEveryNanos;
  private String stamp;
  private long lookedAt;

  TlsFiles(HttpClient client, TlsSettings tls, Duration lookEvery) {
    this.client = client;
    this.tls = tls;
    this.lookEveryNanos = lookEvery.toNanos();
    this.stamp = changes(tls);
    this.lookedAt = System.nanoTime();
  }

  /** Looks at the files, unless it did so a moment ago. */
  synchronized void look() {
    long now = System.nanoTime();
    if (now - lookedAt < lookEveryNanos) {
      return;
    }
    lookedAt = now;
    String current = changes(tls);
    if (!current.equals(stamp)) {
      stamp = current;
      client.updateSSLOptions(HttpClients.files(tls), true).onFailure(this::unusable);
    }
  }

  /** The client goes on with what it has; half a change is whole the next time. */
  private synchronized void unusable(Throwable error) {
    stamp = UNREAD;
    LOG.warn("the files of {} cannot be used yet: {}", tls, error.toString());
  }

  private static String changes(TlsSettings tls) {
    return Stream.of(tls.caFile(), tls.certFile(), tls.keyFile())
        .filter(Objects::nonNull)
        .map(TlsFiles::changed)
        .collect(Collectors.joining(" ", "of ", ""));
  }

  private static String changed(Path file) {
    try {
      return Files.getLastModifiedTime(file).toString();
    } catch (IOException e) {
      return "missing";
    }
  }
}
