package io.benchstream.benchmarks.load;

import io.benchstream.runtime.kafka.KafkaClients;
import io.benchstream.runtime.kafka.RecordWriter;
import io.benchstream.runtime.kafka.RegistryRecords;
import io.benchstream.schemas.HttpClientConfig;
import io.benchstream.schemas.ScrapeLimits;
import io.benchstream.schemas.ScrapeSettings;
import io.benchstream.schemas.Target;
import io.benchstream.schemas.topics.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Writes the targets of a page server, as discovery would. */
public final class TargetRecords {
  /** The cluster of all of them. */
  public static final String CLUSTER = "bench";

  /** The job of all of them. */
  public static final String JOB = "bench";

  private TargetRecords() {}

  /** The label {@code instance} of the n-th target. */
  public static String instance(int target) {
    return "target-" + target;
  }

  /** The id of the n-th target. */
  public static String id(int target) {
    return "%032x".formatted(target * 0x9E3779B97F4A7C15L);
  }

  /** Writes so many targets. */
  public static void write(
      KafkaClients clients,
      RegistryRecords records,
      PageServer server,
      int targets,
      Duration interval) {
    RecordWriter<Target> writer = records.writer(Topic.TARGETS);
    try (Producer<byte[], byte[]> producer =
        clients.producer(
            // A second request must not overtake one that a new partition refuses at first.
            Map.of(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1))) {
      List<ProducerRecord<byte[], byte[]>> written = new ArrayList<>();
      for (int i = 0; i < targets; i++) {
        Target target = target(server, i, interval);
        written.add(writer.record(target.getId(), target));
      }
      DeliveredRecords.send(producer, written);
    }
  }

  private static Target target(PageServer server, int number, Duration interval) {
    HttpClientConfig http = new HttpClientConfig();
    http.setHeaders(Map.of());
    http.setFollowRedirects(true);
    ScrapeSettings settings = new ScrapeSettings();
    settings.setScrapeIntervalMs(interval.toMillis());
    settings.setScrapeTimeoutMs(interval.toMillis());
    settings.setHonorTimestamps(true);
    settings.setLimits(new ScrapeLimits());
    settings.setMetricRelabelConfigs(List.of());
    settings.setHttp(http);
    settings.setCollector(io.benchstream.schemas.Collector.WORKERS);
    Target target = new Target();
    target.setId(id(number));
    target.setCluster(CLUSTER);
    target.setJob(JOB);
    target.setKind("bench");
    target.setScheme("http");
    target.setAddress(server.address());
    target.setPath(PageServer.path(number));
    target.setParams(Map.of());
    target.setLabels(Map.of("job", JOB, "instance", instance(number)));
    target.setSettings(settings);
    target.setChangedAt(Instant.EPOCH);
    return target;
  }
}
