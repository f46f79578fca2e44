package io.benchstream.aggregator.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.benchstream.aggregator.bytes.CompactReader;
import io.benchstream.aggregator.bytes.CompactWriter;
import io.benchstream.aggregator.layout.Layout;
import io.benchstream.aggregator.scope.ShareStore;
import io.benchstream.aggregator.session.ReportRequest;
import io.benchstream.aggregator.window.Contribution;
import io.benchstream.aggregator.window.ContributionCodec;
import java.util.Arrays;

/** What partitions of targets, and sessions, tell partitions of scopes, as bytes. */
sealed interface ScopeMessage {
  int SHARE = 1;
  int CLOSED = 2;
  int REQUEST = 3;
  int CANCEL = 4;

  /** A share of a window. Key of the record: the scope. */
  record OfWindow(ShareStore.Share share) implements ScopeMessage {}

  /** All shares up to the window's end were sent. Key of the record: empty; to all partitions. */
  record Closed(int partition, long windowEnd) implements ScopeMessage {}

  /** A report is asked for. Key of the record: the number of the partition. */
  record Asked(ReportRequest request) implements ScopeMessage {}

  /** A session is gone, and nobody waits for its reports. Key of the record: as of a request. */
  record Cancelled(String sessionId) implements ScopeMessage {}

  /** The record's key: all shares of a scope meet on one partition. */
  static byte[] key(Layout.Scope scope) {
    return scope.key().getBytes(UTF_8);
  }

  static byte[] share(
      int partition,
      long windowEnd,
      long asOf,
      Contribution contribution,
      ContributionCodec codec) {
    byte[] body = codec.encode(contribution);
    byte[] head =
        new CompactWriter()
            .octet(SHARE)
            .unsigned(partition)
            .signed(windowEnd)
            .signed(asOf)
            .toBytes();
    byte[] message = Arrays.copyOf(head, head.length + body.length);
    System.arraycopy(body, 0, message, head.length, body.length);
    return message;
  }

  static byte[] closed(int partition, long windowEnd) {
    return new CompactWriter().octet(CLOSED).unsigned(partition).signed(windowEnd).toBytes();
  }

  static byte[] request(ReportRequest request) {
    byte[] body = request.toBytes();
    byte[] message = new byte[1 + body.length];
    message[0] = REQUEST;
    System.arraycopy(body, 0, message, 1, body.length);
    return message;
  }

  static byte[] cancel(String sessionId) {
    return new CompactWriter().octet(CANCEL).text(sessionId).toBytes();
  }

  static ScopeMessage read(byte[] key, byte[] message) {
    CompactReader in = new CompactReader(message);
    int kind = in.octet();
    if (kind == REQUEST) {
      return new Asked(ReportRequest.of(in.rest()));
    }
    if (kind == CANCEL) {
      return new Cancelled(in.text());
    }
    int partition = in.count();
    long windowEnd = in.signed();
    if (kind == CLOSED) {
      return new Closed(partition, windowEnd);
    }
    long asOf = in.signed();
    return new OfWindow(
        new ShareStore.Share(windowEnd, new String(key, UTF_8), partition, asOf, in.rest()));
  }
}
