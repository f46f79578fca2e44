package io.benchstream.publisher.scrapes;

/** Memory for encoded labels that several partitions of one thread share. */
public final class LabelBudget {
  private final long maxBytes;
  private long bytes;

  /**
   * @param maxBytes most bytes to keep; the last target of each partition is kept in any case
   */
  public LabelBudget(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** Bytes that are taken at present. */
  public long bytes() {
    return bytes;
  }

  void add(long more) {
    bytes += more;
  }

  boolean exceeded() {
    return bytes > maxBytes;
  }
}
