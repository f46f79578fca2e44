package io.benchstream.schemas.samples;

import io.benchstream.schemas.Scrape;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Takes a record through its bytes, as Kafka would. */
final class Wire {
  private Wire() {}

  static Scrape through(Scrape record) {
    try {
      return Scrape.fromByteBuffer(record.toByteBuffer());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
