package io.benchstream.publisher;

import io.benchstream.publisher.scrapes.TestScrapes;
import io.benchstream.relabel.labels.LabelSet;
import io.benchstream.runtime.kafka.KafkaClients;
import io.benchstream.runtime.kafka.KafkaConfig;
import io.benchstream.runtime.kafka.RecordWriter;
import io.benchstream.runtime.kafka.RegistryRecords;
import io.benchstream.schemas.Scrape;
import io.benchstream.schemas.samples.SeriesSet;
import io.benchstream.schemas.topics.Topic;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.Producer;

/** Workers that scrape some targets onto a real broker, and what a store has to have of it. */
final class SampleLoad implements AutoCloseable {
  static final int TARGETS = 6;

  private final String run;
  private final Map<String, Map<Long, Double>> expected = new TreeMap<>();
  private final List<TestScrapes> workers = new ArrayList<>();
  private final Random random = new Random(11);

  /** Recent, so that the store's retention and look-back apply as in life. */
  private final long begin = Instant.now().minusSeconds(3_600).toEpochMilli();

  private final KafkaClients clients;
  private final RegistryRecords records;
  private final RecordWriter<Scrape> scrapes;
  private final Producer<byte[], byte[]> producer;

  /**
   * @param run value of the label {@code run} of every series
   */
  SampleLoad(KafkaConfig kafka, String run) {
    this.run = run;
    clients = new KafkaClients(kafka, "test", new SimpleMeterRegistry());
    records = new RegistryRecords(kafka);
    scrapes = records.writer(Topic.SAMPLES);
    producer = clients.producer(Map.of());
    for (int i = 0; i < TARGETS; i++) {
      workers.add(new TestScrapes(run + "-t" + i, labels(i)));
    }
  }

  /** Samples by time, by labels. */
  Map<String, Map<Long, Double>> expected() {
    return expected;
  }

  /** A selector of the samples of the pages. */
  String selector() {
    return "{run=\"%s\",__name__=~\"m.*\"}".formatted(run);
  }

  TestScrapes worker(int target) {
    return workers.get(target);
  }

  /** Time of the first scrape, in milliseconds. */
  long begin() {
    return begin;
  }

  Producer<byte[], byte[]> producer() {
    return producer;
  }

  /** One scrape of every target, whose samples are expected at the store. */
  void scrape(int second, int size) throws Exception {
    for (int i = 0; i < TARGETS; i++) {
      long time = begin + second * 1000L;
      StringBuilder lines = new StringBuilder();
      double[] values = new double[size];
      for (int s = 0; s < size; s++) {
        String metric = "m%d{series=\"%d\",odd=\"q\\\"%d\"}".formatted(s % 7, s, s);
        lines.append(metric).append('\n');
        // Of few digits: the store keeps decimals and changes the last bit of others.
        values[s] = s % 5 == 0 ? random.nextInt() / 4.0 : second * 100 + s;
        String labels =
            LabelSet.of(
                    "__name__",
                    "m" + s % 7,
                    "series",
                    "" + s,
                    "odd",
                    "q\"" + s,
                    "run",
                    run,
                    "instance",
                    "i" + i)
                .toString();
        expected.computeIfAbsent(labels, _ -> new TreeMap<>()).put(time, values[s]);
      }
      send(workers.get(i).success(time, SeriesSet.of(lines.toString()), values));
    }
  }

  void send(List<Scrape> records) throws Exception {
    for (Scrape record : records) {
      producer.send(scrapes.record(record.getTargetId(), record)).get();
    }
  }

  private Map<String, String> labels(int target) {
    return Map.of("run", run, "instance", "i" + target);
  }

  @Override
  public void close() {
    producer.close();
    records.close();
    clients.close();
  }
}
