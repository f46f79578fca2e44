package io.benchstream.gateway.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * An answer as a stream for a thread that may wait: it holds no more than the client takes. For one
 * thread, which must not be one of Vert.x' own.
 */
final class ResponseStream extends OutputStream {
  private static final long PATIENCE_SECONDS = 30;
  private static final int CHUNK = 64 * 1024;

  private final HttpServerResponse response;
  private final Semaphore drained = new Semaphore(0);
  private Buffer chunk = Buffer.buffer(CHUNK);

  ResponseStream(HttpServerResponse response) {
    this.response = response;
  }

  @Override
  public void write(int octet) throws IOException {
    chunk.appendByte((byte) octet);
    sendIfFull();
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    chunk.appendBytes(bytes, from, length);
    sendIfFull();
  }

  private void sendIfFull() throws IOException {
    if (chunk.length() >= CHUNK) {
      send();
    }
  }

  private void send() throws IOException {
    if (response.closed()) {
      throw new IOException("the client has gone");
    }
    response.write(chunk);
    chunk = Buffer.buffer(CHUNK);
    if (response.writeQueueFull()) {
      drained.drainPermits();
      response.drainHandler(nothing -> drained.release());
      awaitDrain();
    }
  }

  private void awaitDrain() throws IOException {
    try {
      // Drained between the question and the handler: asked again, now and then.
      for (long waited = 0; response.writeQueueFull() && !response.closed(); waited++) {
        if (waited >= PATIENCE_SECONDS) {
          throw new IOException("the client takes nothing");
        }
        drained.tryAcquire(1, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("stopped", e);
    }
  }

  /** Ends the answer: it is whole. One that is only closed stays cut. */
  void finish() {
    if (!response.ended() && !response.closed()) {
      response.end(chunk);
    }
  }
}
