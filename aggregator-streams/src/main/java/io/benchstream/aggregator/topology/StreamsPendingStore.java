package io.benchstream.aggregator.topology;

import io.benchstream.aggregator.session.PendingStore;
import io.benchstream.aggregator.session.ReportRequest;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** Requests that wait, in a state store. */
record StreamsPendingStore(KeyValueStore<String, byte[]> store) implements PendingStore {
  @Override
  public void save(ReportRequest request) {
    store.put(key(request), request.toBytes());
  }

  @Override
  public void delete(ReportRequest request) {
    store.delete(key(request));
  }

  @Override
  public List<ReportRequest> all() {
    List<ReportRequest> all = new ArrayList<>();
    try (KeyValueIterator<String, byte[]> found = store.all()) {
      found.forEachRemaining(entry -> all.add(ReportRequest.of(entry.value)));
    }
    return all;
  }

  private static String key(ReportRequest request) {
    return request.sessionId() + "/" + request.windowId();
  }
}
