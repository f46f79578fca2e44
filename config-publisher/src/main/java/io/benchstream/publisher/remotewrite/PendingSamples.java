package io.benchstream.publisher.remotewrite;

/**
 * Samples of one record that wait to be written. They need not fit into one request: the next one
 * goes on where the last was full.
 */
public interface PendingSamples {
  /** Appends as many samples as the request takes; true where none is left. */
  boolean drainTo(WriteRequestBuffer request);

  /** Of a record that gives no samples. */
  static PendingSamples none() {
    return _ -> true;
  }
}
