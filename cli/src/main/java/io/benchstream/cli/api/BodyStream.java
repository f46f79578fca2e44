package io.benchstream.cli.api;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A body as it comes: where it breaks off, the gateway is named and not the file it goes to. */
final class BodyStream extends FilterInputStream {
  private final String root;

  BodyStream(InputStream body, String root) {
    super(body);
    this.root = root;
  }

  @Override
  public int read() throws IOException {
    try {
      return super.read();
    } catch (IOException e) {
      throw ApiTransport.brokenOff(root, e);
    }
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    try {
      return super.read(bytes, offset, length);
    } catch (IOException e) {
      throw ApiTransport.brokenOff(root, e);
    }
  }
}
