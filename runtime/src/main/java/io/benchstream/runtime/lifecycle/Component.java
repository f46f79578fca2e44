package io.benchstream.runtime.lifecycle;

/** A part of a service that runs between {@link #start} and {@link #close}. */
public interface Component extends AutoCloseable {
  /** Starts; returns once the part works or has begun to retry by itself. */
  void start();

  /** Stops and releases everything; called once, also where {@link #start} failed half-way. */
  @Override
  void close();
}
