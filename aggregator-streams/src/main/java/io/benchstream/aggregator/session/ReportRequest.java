package io.benchstream.aggregator.session;

import io.benchstream.aggregator.bytes.CompactReader;
import io.benchstream.aggregator.bytes.CompactWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What partitions of scopes are asked for a session.
 *
 * @param windowId empty for the whole session
 * @param number rises with each request of a session: answers to earlier ones are void
 * @param from start of the first window wanted, in milliseconds since the epoch
 * @param to end of the last window wanted
 * @param scopes keys of the scopes named
 * @param selector labels that scopes must have to belong to it too; empty for none
 * @param answers how many partitions are asked
 */
public record ReportRequest(
    String sessionId,
    String windowId,
    long number,
    long from,
    long to,
    List<String> scopes,
    Map<String, String> selector,
    int answers) {
  public ReportRequest {
    scopes = List.copyOf(scopes);
    selector = Map.copyOf(selector);
  }

  public byte[] toBytes() {
    CompactWriter out = new CompactWriter();
    out.text(sessionId).text(windowId).unsigned(number).signed(from).signed(to);
    out.unsigned(scopes.size());
    scopes.forEach(out::text);
    return out.texts(selector).unsigned(answers).toBytes();
  }

  public static ReportRequest of(byte[] bytes) {
    CompactReader in = new CompactReader(bytes);
    String sessionId = in.text();
    String windowId = in.text();
    long number = in.unsigned();
    long from = in.signed();
    long to = in.signed();
    List<String> scopes = new ArrayList<>();
    for (int i = in.count(); i > 0; i--) {
      scopes.add(in.text());
    }
    return new ReportRequest(sessionId, windowId, number, from, to, scopes, in.texts(), in.count());
  }
}
