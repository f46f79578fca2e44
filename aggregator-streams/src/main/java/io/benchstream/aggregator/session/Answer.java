package io.benchstream.aggregator.session;

import io.benchstream.aggregator.bytes.CompactReader;
import io.benchstream.aggregator.bytes.CompactWriter;
import io.benchstream.schemas.SessionReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** What the assembly of a session's reports is told. */
public sealed interface Answer {
  String sessionId();

  /** The number of the request. */
  long number();

  /**
   * One partition's part of a report.
   *
   * @param answers how many partitions were asked
   * @param part the KPIs of the partition's scopes
   */
  record Part(String sessionId, long number, int answers, SessionReport part) implements Answer {}

  /** The session is gone, and its reports with it. */
  record Removed(String sessionId, long number, List<String> windowIds) implements Answer {
    public Removed {
      windowIds = List.copyOf(windowIds);
    }
  }

  /** The answer as bytes. */
  default byte[] toBytes() {
    CompactWriter out = new CompactWriter();
    switch (this) {
      case Part part -> {
        out.octet(1).text(part.sessionId()).unsigned(part.number()).unsigned(part.answers());
        byte[] head = out.toBytes();
        ByteBuffer body = encoded(part.part());
        byte[] bytes = java.util.Arrays.copyOf(head, head.length + body.remaining());
        body.get(bytes, head.length, body.remaining());
        return bytes;
      }
      case Removed removed -> {
        out.octet(2).text(removed.sessionId()).unsigned(removed.number());
        out.unsigned(removed.windowIds().size());
        removed.windowIds().forEach(out::text);
        return out.toBytes();
      }
    }
  }

  static Answer of(byte[] bytes) {
    CompactReader in = new CompactReader(bytes);
    boolean part = in.octet() == 1;
    String sessionId = in.text();
    long number = in.unsigned();
    if (part) {
      int answers = in.count();
      return new Part(sessionId, number, answers, decoded(in.rest()));
    }
    List<String> windowIds = new ArrayList<>();
    for (int i = in.count(); i > 0; i--) {
      windowIds.add(in.text());
    }
    return new Removed(sessionId, number, windowIds);
  }

  private static ByteBuffer encoded(SessionReport report) {
    try {
      return report.toByteBuffer();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SessionReport decoded(byte[] bytes) {
    try {
      return SessionReport.fromByteBuffer(ByteBuffer.wrap(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
