package io.benchstream.benchmarks.aggregator;

import io.benchstream.benchmarks.load.TargetRecords;
import io.benchstream.benchmarks.load.TestBed;
import io.benchstream.runtime.kafka.RecordWriter;
import io.benchstream.runtime.kafka.RegistryRecords;
import io.benchstream.schemas.Session;
import io.benchstream.schemas.SessionState;
import io.benchstream.schemas.topics.Topic;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.Producer;

/** Writes sessions, as the gateway would. */
final class OpenSessions {
  private OpenSessions() {}

  /** So many, each of the job that all targets belong to. */
  static void write(TestBed bed, int count) {
    try (RegistryRecords records = new RegistryRecords(bed.kafka());
        Producer<byte[], byte[]> producer = bed.clients().producer(Map.of())) {
      RecordWriter<Session> writer = records.writer(Topic.SESSIONS);
      for (int i = 0; i < count; i++) {
        Session session =
            Session.newBuilder()
                .setId("session-" + i)
                .setJobs(List.of(TargetRecords.CLUSTER + "/" + TargetRecords.JOB))
                .setState(SessionState.OPEN)
                .setStart(Instant.now())
                .build();
        var _ = producer.send(writer.record(session.getId(), session));
      }
    }
  }
}
