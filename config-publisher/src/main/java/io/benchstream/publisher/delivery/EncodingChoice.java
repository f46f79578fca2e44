package io.benchstream.publisher.delivery;

import io.benchstream.publisher.remotewrite.Encoding;

/**
 * The encoding that a destination is written in: what was configured, until the store proves not to
 * know it. Shared by the threads of a destination.
 */
public final class EncodingChoice {
  private volatile Encoding current;

  public EncodingChoice(Encoding configured) {
    current = configured;
  }

  public Encoding current() {
    return current;
  }

  /** From now on the one that every store knows; false where it is that already. */
  boolean fallBack() {
    boolean changes = current != Encoding.SNAPPY;
    current = Encoding.SNAPPY;
    return changes;
  }
}
