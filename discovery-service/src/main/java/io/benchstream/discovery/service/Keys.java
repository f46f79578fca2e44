package io.benchstream.discovery.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

/** Keys of records as text. */
final class Keys {
  private Keys() {}

  /** Empty where the record has no key. */
  static String text(byte @Nullable [] key) {
    return key == null ? "" : new String(key, UTF_8);
  }
}
