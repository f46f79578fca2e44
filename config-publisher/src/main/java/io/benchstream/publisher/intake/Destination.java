package io.benchstream.publisher.intake;

import io.benchstream.publisher.delivery.DestinationConfig;
import io.benchstream.publisher.delivery.EncodingChoice;
import io.benchstream.publisher.delivery.KpiChoice;
import io.benchstream.publisher.delivery.RequestDelivery;
import io.benchstream.publisher.delivery.RequestSender;
import io.benchstream.publisher.delivery.RetryPolicy;
import io.benchstream.publisher.kpis.SessionMoves;
import io.benchstream.publisher.kpis.SessionView;
import io.benchstream.publisher.remotewrite.Compressor;
import io.benchstream.publisher.scrapes.LabelBudget;
import io.benchstream.publisher.scrapes.PartitionScrapes;
import io.benchstream.publisher.scrapes.ScrapeSeries;
import io.benchstream.publisher.scrapes.SeriesLabels;
import io.benchstream.runtime.health.Health;
import io.benchstream.runtime.kafka.KafkaClients;
import io.benchstream.runtime.kafka.RecordReader;
import io.benchstream.runtime.kafka.RegistryRecords;
import io.benchstream.runtime.lifecycle.Component;
import io.benchstream.schemas.KpiWindow;
import io.benchstream.schemas.Scrape;
import io.benchstream.schemas.topics.Topic;
import io.benchstream.schemas.topics.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;

/**
 * One destination: a consumer group of its own on {@code samples} and {@code kpis}, and the threads
 * that are its members. Knows no other destination, so that none waits for another.
 */
public final class Destination implements Component {
  /** What a fetch brings at most; it bounds what a thread holds of records. */
  private static final int FETCH_BYTES = 8 << 20;

  private static final int PARTITION_FETCH_BYTES = 1 << 20;

  /**
   * What the broker waits for before it answers, though not for longer than {@link #fetchWait}: an
   * answer costs both sides the same, however little it brings.
   */
  private static final int LEAST_FETCH_BYTES = 1 << 20;

  private static final long LONGEST_FETCH_WAIT_MS = 500;
  private static final int SESSION_TIMEOUT_MS = 10_000;
  private static final int HEARTBEAT_MS = 2_000;

  private final DestinationConfig config;
  private final Environment environment;
  private final DestinationMeters meters;
  private final EncodingChoice encoding;
  private final RequestSender sender;
  private final Health.Check readiness;
  private final List<WorkerThread> threads = new ArrayList<>();
  private final List<Compressor> compressors = new ArrayList<>();

  /**
   * What all destinations of a process share.
   *
   * @param letters for dead letters; not transactional
   * @param sessions tells which session a KPI window belongs to
   */
  public record Environment(
      KafkaClients kafka,
      RegistryRecords records,
      Producer<byte[], byte[]> letters,
      SessionView sessions,
      MeterRegistry meters,
      Health health,
      Clock clock) {}

  public Destination(DestinationConfig config, RequestSender sender, Environment environment) {
    this.config = config;
    this.sender = sender;
    this.environment = environment;
    this.encoding = new EncodingChoice(config.protocol().encoding());
    this.readiness = environment.health.register("remote write to " + config.name());
    this.meters = new DestinationMeters(config.name(), environment.meters, environment.clock);
  }

  @Override
  public void start() {
    readiness.notReady("waiting for the consumer group");
    for (int i = 0; i < config.parallelism(); i++) {
      String name = "remote-write-%s-%d".formatted(config.name(), i);
      Compressor compressor = new Compressor();
      compressors.add(compressor);
      WorkerThread thread =
          new WorkerThread(name, () -> worker(name, compressor), WorkerThread.PAUSE, readiness);
      meters.watch(thread::oldest);
      threads.add(thread);
      thread.start();
    }
  }

  @Override
  public void close() {
    threads.forEach(WorkerThread::stop);
    try {
      for (WorkerThread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    compressors.forEach(Compressor::close);
    meters.close();
  }

  private DestinationWorker worker(String name, Compressor compressor) {
    LetterBox letters = letterBox();
    Function<Runnable, RequestDelivery> delivery =
        wakeUp ->
            new RequestDelivery(
                sender,
                encoding,
                new RetryPolicy(config.minBackoff(), config.maxBackoff()),
                compressor,
                meters.listener(letters),
                wakeUp);
    return new DestinationWorker(
        name,
        new DestinationWorker.Parts(
            consumer(),
            topics(),
            names().name(Topic.SAMPLES),
            intakes(letters),
            delivery,
            letters::flush),
        Math.toIntExact(config.batchBytes()),
        config.batchInterval(),
        config.replay(),
        ticker(),
        readiness);
  }

  /** The wall clock may go back, and then nothing would be sent for as long. */
  private static LongSupplier ticker() {
    long start = System.nanoTime();
    return () -> (System.nanoTime() - start) / 1_000_000;
  }

  private Consumer<byte[], byte[]> consumer() {
    return environment.kafka.groupConsumer(
        names().prefix() + "remote-write." + config.name(),
        Map.of(
            ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
            CooperativeStickyAssignor.class.getName(),
            ConsumerConfig.FETCH_MAX_BYTES_CONFIG,
            FETCH_BYTES,
            ConsumerConfig.FETCH_MIN_BYTES_CONFIG,
            LEAST_FETCH_BYTES,
            ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
            fetchWait(config),
            ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
            PARTITION_FETCH_BYTES,
            ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
            SESSION_TIMEOUT_MS,
            ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG,
            HEARTBEAT_MS));
  }

  /** In proportion to how long samples may wait afterwards. */
  private static int fetchWait(DestinationConfig config) {
    return (int) Math.min(2 * config.batchInterval().toMillis(), LONGEST_FETCH_WAIT_MS);
  }

  private List<String> topics() {
    List<String> topics = new ArrayList<>();
    if (config.samples()) {
      topics.add(names().name(Topic.SAMPLES));
    }
    if (config.kpis() != KpiChoice.NONE) {
      topics.add(names().name(Topic.KPIS));
    }
    return topics;
  }

  private Function<TopicPartition, PartitionIntake> intakes(LetterBox letters) {
    String samplesTopic = names().name(Topic.SAMPLES);
    RecordReader<Scrape> scrapes = environment.records.reader(Scrape.class);
    RecordReader<KpiWindow> windows = environment.records.reader(KpiWindow.class);
    SeriesLabels labels =
        SeriesLabels.of(config.selector(), config.externalLabels(), config.writeRules());
    LabelBudget budget = new LabelBudget(config.labelCacheBytes());
    RefusedRecords refused = refused(letters);
    return partition ->
        partition.topic().equals(samplesTopic)
            ? new SamplesIntake(
                scrapes::read, new PartitionScrapes(new ScrapeSeries(labels, budget)), refused)
            : new KpisIntake(
                windows, config.kpis(), new SessionMoves(environment.sessions()), labels, refused);
  }

  private RefusedRecords refused(LetterBox letters) {
    return new RefusedRecords() {
      @Override
      public void broken(ConsumerRecord<byte[], byte[]> record, String reason) {
        letters.send(record, reason);
      }

      @Override
      public void dropped(String reason, int samples) {
        meters.dropped(reason, samples);
      }
    };
  }

  private LetterBox letterBox() {
    return new LetterBox(
        environment.letters,
        names(),
        "remote-write " + config.name(),
        environment.meters,
        environment.clock);
  }

  private Topics names() {
    return environment.kafka.config().topics();
  }
}
