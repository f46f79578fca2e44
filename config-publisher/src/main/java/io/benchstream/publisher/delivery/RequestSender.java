package io.benchstream.publisher.delivery;

import io.benchstream.publisher.remotewrite.Encoding;
import java.util.function.Consumer;

/** Sends requests to one store. */
public interface RequestSender {
  /**
   * Sends without waiting.
   *
   * @param body compressed; not changed afterwards
   * @param answer is given the outcome once, within a bounded time, on any thread, also before this
   *     method returns
   */
  void send(Encoding encoding, byte[] body, Consumer<WriteOutcome> answer);
}
