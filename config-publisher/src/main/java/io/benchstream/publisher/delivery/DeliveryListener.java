package io.benchstream.publisher.delivery;

import io.benchstream.publisher.remotewrite.Encoding;

/** Learns what becomes of requests, to count and to tell it. */
public interface DeliveryListener {
  /** A request was taken. */
  void accepted(int samples, int bytesSent);

  /** A request failed and will be sent again. */
  void failed(String reason, long pauseMillis);

  /** The store does not know the configured encoding. */
  void fellBack(Encoding from, Encoding to, String reason);

  /**
   * A series that the store refuses although it takes others is set aside; the rest goes on.
   *
   * @param request a request of this series alone
   */
  void setAside(byte[] request, String reason);
}
