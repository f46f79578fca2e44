package io.benchstream.benchmarks.aggregator;

import io.benchstream.benchmarks.load.DeliveredRecords;
import io.benchstream.benchmarks.load.TargetRecords;
import io.benchstream.benchmarks.load.TestBed;
import io.benchstream.runtime.kafka.RecordWriter;
import io.benchstream.runtime.kafka.RegistryRecords;
import io.benchstream.schemas.Session;
import io.benchstream.schemas.SessionState;
import io.benchstream.schemas.SessionWindow;
import io.benchstream.schemas.topics.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Writes sessions, as the gateway would. An open session alone is no work for an aggregator; each
 * asks for a report of every stretch of time, one after the other.
 */
final class OpenSessions {
  private OpenSessions() {}

  /**
   * So many, each of the job that all targets belong to.
   *
   * @param every length of the time that a report is of
   * @param length of the time from now on that reports are asked for
   */
  static void write(TestBed bed, int count, Duration every, Duration length) {
    if (count == 0) {
      return;
    }
    try (RegistryRecords records = new RegistryRecords(bed.kafka());
        Producer<byte[], byte[]> producer = bed.clients().producer(Map.of())) {
      RecordWriter<Session> writer = records.writer(Topic.SESSIONS);
      List<ProducerRecord<byte[], byte[]>> sessions = new ArrayList<>();
      for (Session session : sessions(count, Instant.now(), every, length)) {
        sessions.add(writer.record(session.getId(), session));
      }
      DeliveredRecords.send(producer, sessions);
    }
  }

  static List<Session> sessions(int count, Instant now, Duration every, Duration length) {
    // On the aggregator's windows, so that each report is of whole ones.
    long step = every.toMillis();
    Instant start = Instant.ofEpochMilli(now.toEpochMilli() / step * step);
    List<SessionWindow> windows = new ArrayList<>();
    for (Instant from = start; from.isBefore(now.plus(length)); from = from.plus(every)) {
      windows.add(new SessionWindow("w-" + windows.size(), from, from.plus(every)));
    }
    List<Session> sessions = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      sessions.add(
          Session.newBuilder()
              .setId("session-" + i)
              .setJobs(List.of(TargetRecords.CLUSTER + "/" + TargetRecords.JOB))
              .setState(SessionState.OPEN)
              .setStart(start)
              .setWindows(windows)
              .build());
    }
    return sessions;
  }
}
