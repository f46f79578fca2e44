package io.benchstream.scrape.worker;

import io.benchstream.runtime.health.Health;
import io.benchstream.runtime.kafka.Backoff;
import io.benchstream.runtime.kafka.KafkaClients;
import io.benchstream.runtime.kafka.RecordWriter;
import io.benchstream.runtime.kafka.RegistryRecords;
import io.benchstream.schemas.Scrape;
import io.benchstream.schemas.ScrapeOutcome;
import io.benchstream.schemas.TargetStatus;
import io.benchstream.schemas.samples.CodecSettings;
import io.benchstream.schemas.samples.ScrapeEncoder;
import io.benchstream.schemas.samples.ScrapeHeader;
import io.benchstream.schemas.topics.Topic;
import io.benchstream.scrape.fetch.HttpPageFetcher;
import io.benchstream.scrape.fetch.PageMemory;
import io.benchstream.scrape.lane.Lane;
import io.benchstream.scrape.lane.LaneThread;
import io.benchstream.scrape.lane.ScrapeMeters;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.errors.RetriableException;

/**
 * The lanes of a worker, each on an event loop of its own, and the producer that they share. A
 * target always belongs to the same lane. Methods may be called from any thread.
 */
final class Lanes implements HandOvers.Scrapes, AutoCloseable {
  private static final Duration METADATA_PATIENCE = Duration.ofSeconds(5);
  private static final Duration FLUSH_PATIENCE = Duration.ofSeconds(10);
  private static final Duration NEVER_IDLE = Duration.ofDays(365);
  private static final long REPEAT_MILLIS = 500;
  private static final int BATCH_BYTES = 128 << 10;

  /** Bursts of several lanes go together; the lanes have waited for what comes later. */
  private static final int LINGER_MILLIS = 10;

  private final KafkaClients clients;
  private final RegistryRecords records;
  private final WorkerSettings settings;
  private final Clock clock;
  private final MeterRegistry registry;
  private final ScrapeMeters meters;
  private final InFlight inFlight;
  private final PageMemory pageMemory;
  private final List<EventLoop> loops = new ArrayList<>();

  /** They end with this: a later one of the same name would not be taken. */
  private final List<Gauge> gauges = new ArrayList<>();

  private final ExecutorService lookUps = Executors.newVirtualThreadPerTaskExecutor();
  private final Producer<byte[], byte[]> producer;
  private final Vertx vertx;

  Lanes(
      KafkaClients clients,
      RegistryRecords records,
      WorkerSettings settings,
      Clock clock,
      MeterRegistry registry,
      Health health) {
    this.clients = clients;
    this.records = records;
    this.settings = settings;
    this.clock = clock;
    this.registry = registry;
    this.meters = new ScrapeMeters(registry);
    this.inFlight = new InFlight(settings.maxInFlightBytes(), health.register("samples"));
    this.pageMemory = new PageMemory(settings.fetch().largePageMemory());
    this.producer = clients.producer(producerSettings(settings.maxInFlightBytes()));
    this.vertx =
        Vertx.vertx(
            new VertxOptions()
                .setPreferNativeTransport(true)
                .setEventLoopPoolSize(settings.lanes())
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1)
                .setFileSystemOptions(
                    new FileSystemOptions()
                        .setClassPathResolvingEnabled(false)
                        .setFileCachingEnabled(false)));
  }

  private static Map<String, Object> producerSettings(long maxInFlightBytes) {
    return Map.of(
        // An event loop must not wait: what finds no room, or no metadata, fails at once.
        ProducerConfig.MAX_BLOCK_MS_CONFIG,
        0,
        // The bound of what is in flight strikes first, and scrapes are dropped by its rule.
        ProducerConfig.BUFFER_MEMORY_CONFIG,
        2 * maxInFlightBytes + 64L * BATCH_BYTES,
        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
        Integer.MAX_VALUE,
        // The topics of a worker without targets must not be forgotten: it cannot wait for them.
        ProducerConfig.METADATA_MAX_IDLE_CONFIG,
        NEVER_IDLE.toMillis(),
        // Of several, a later one may be taken by a new partition that refused the first; the
        // broker then takes no other from this producer, for ever. One carries enough.
        ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
        1,
        ProducerConfig.BATCH_SIZE_CONFIG,
        BATCH_BYTES,
        ProducerConfig.LINGER_MS_CONFIG,
        LINGER_MILLIS);
  }

  /** One lane and its event loop. */
  private final class EventLoop implements LaneThread {
    private final Context context;
    private final KafkaSinks sinks;
    private final Lane lane;
    private long timer = -1;
    private long timerAt = Long.MAX_VALUE;

    EventLoop(Context context, KafkaSinks sinks) {
      this.context = context;
      this.sinks = sinks;
      HttpPageFetcher fetcher =
          new HttpPageFetcher(vertx, context, lookUps, settings.fetch(), pageMemory);
      lane = new Lane(clock, this, fetcher, sinks, sinks, meters, settings.lane());
      execute(() -> vertx.setPeriodic(REPEAT_MILLIS, again -> sinks.repeat()));
    }

    @Override
    public void execute(Runnable task) {
      context.runOnContext(go -> task.run());
    }

    @Override
    public void wakeAt(long millis) {
      if (timer >= 0 && timerAt <= millis) {
        return; // It wakes before, and asks again.
      }
      if (timer >= 0) {
        vertx.cancelTimer(timer);
      }
      timerAt = millis;
      timer = vertx.setTimer(Math.max(1, millis - clock.millis()), expired -> wake());
    }

    private void wake() {
      timer = -1;
      timerAt = Long.MAX_VALUE;
      lane.wake();
    }
  }

  /** Waits for broker and registry; blocks until both have answered. */
  void start() {
    Backoff.forever()
        .call(
            "broker at " + clients.config().bootstrapServers(),
            RetriableException.class::isInstance,
            () -> {
              for (Topic topic : List.of(Topic.SAMPLES, Topic.TARGET_STATUS)) {
                awaitMetadata(clients.config().topics().name(topic));
              }
              return true;
            });
    for (int i = 0; i < settings.lanes(); i++) {
      loops.add(new EventLoop(newContext(), sinks()));
    }
    gauge("benchstream_scrape_targets", "Targets that this worker owns", Lane::targets);
    gauge("benchstream_scrape_in_progress", "Pages asked for at present", Lane::inProgress);
    gauges.add(
        Gauge.builder("benchstream_scrape_in_flight_bytes", inFlight, InFlight::bytes)
            .description("Bytes of records that Kafka has not acknowledged")
            .register(registry));
    gauges.add(
        Gauge.builder("benchstream_scrape_large_page_bytes", pageMemory, PageMemory::taken)
            .description("Heap that pages above 1 MiB take while they arrive")
            .register(registry));
  }

  /** One on the next event loop: a thread that asks for a context twice would get the same one. */
  private Context newContext() {
    CompletableFuture<Context> made = new CompletableFuture<>();
    vertx
        .deployVerticle(
            new AbstractVerticle() {
              @Override
              public void start() {
                made.complete(context);
              }
            })
        .toCompletionStage()
        .toCompletableFuture()
        .join();
    return made.join();
  }

  /** The producer does not wait for the metadata of its topics, so somebody else has to. */
  private void awaitMetadata(String topic) throws InterruptedException {
    long end = System.nanoTime() + METADATA_PATIENCE.toNanos();
    while (true) {
      try {
        producer.partitionsFor(topic);
        return;
      } catch (RetriableException e) {
        if (System.nanoTime() > end) {
          throw e;
        }
        Thread.sleep(10);
      }
    }
  }

  private void gauge(String name, String description, ToLongFunction<Lane> value) {
    gauges.add(
        Gauge.builder(
                name,
                loops,
                all -> all.stream().mapToLong(loop -> value.applyAsLong(loop.lane)).sum())
            .description(description)
            .register(registry));
  }

  private KafkaSinks sinks() {
    RecordWriter<Scrape> scrapes = records.scrapeWriter();
    RecordWriter<TargetStatus> statuses = records.writer(Topic.TARGET_STATUS);
    // The first record of a writer waits for the registry; that must not happen on an event loop.
    new ScrapeEncoder("", "", 0, CodecSettings.DEFAULT)
        .encode(
            ScrapeHeader.failed(Instant.EPOCH, 0, Duration.ZERO, ScrapeOutcome.UNKNOWN, Map.of()),
            scrape -> scrapes.record("", scrape));
    TargetStatus status = new TargetStatus();
    status.setTargetId("");
    status.setCluster("");
    status.setHealth(io.benchstream.schemas.Health.UNKNOWN);
    status.setOutcome(ScrapeOutcome.UNKNOWN);
    status.setLastError("");
    status.setWorker("");
    status.setChangedAt(Instant.EPOCH);
    statuses.record("", status);
    return new KafkaSinks(
        producer,
        scrapes,
        statuses,
        inFlight,
        new PatientSender(
            producer,
            clock,
            settings.linger(),
            (millis, task) -> vertx.setTimer(millis, passed -> task.run())));
  }

  /** Does something in the lane of a target. */
  void on(String targetId, Consumer<Lane> action) {
    EventLoop loop = loop(targetId);
    loop.execute(() -> action.accept(loop.lane));
  }

  private EventLoop loop(String targetId) {
    return loops.get(Math.floorMod(targetId.hashCode(), loops.size()));
  }

  /**
   * Gives targets to another worker, see {@link Lane#release}.
   *
   * @return done once nothing of them is under way or to come
   */
  @Override
  public CompletableFuture<?> release(Collection<String> targetIds, long cut) {
    Map<EventLoop, List<String>> byLoop = byLoop(targetIds);
    return inEach(
        (loop, done) -> loop.lane.release(byLoop.getOrDefault(loop, List.of()), cut, done));
  }

  /** Brings the end of what this worker still does for another forward, see {@link Lane#cut}. */
  @Override
  public void cut(Collection<String> targetIds, long cut) {
    byLoop(targetIds).forEach((loop, ids) -> loop.execute(() -> loop.lane.cut(ids, cut)));
  }

  /** Stops scraping targets at once. */
  void drop(Collection<String> targetIds) {
    byLoop(targetIds).forEach((loop, ids) -> loop.execute(() -> loop.lane.drop(ids)));
  }

  /** Gives up what is left of targets that are being released. */
  @Override
  public void abandonReleased() {
    loops.forEach(loop -> loop.execute(loop.lane::abandonReleased));
  }

  private Map<EventLoop, List<String>> byLoop(Collection<String> targetIds) {
    Map<EventLoop, List<String>> byLoop = new HashMap<>();
    for (String id : targetIds) {
      byLoop.computeIfAbsent(loop(id), created -> new ArrayList<>()).add(id);
    }
    return byLoop;
  }

  /** Does something in each lane, which says when it is done. */
  private CompletableFuture<?> inEach(BiConsumer<EventLoop, Runnable> action) {
    return CompletableFuture.allOf(
        loops.stream()
            .map(
                loop -> {
                  CompletableFuture<Void> done = new CompletableFuture<>();
                  loop.execute(() -> action.accept(loop, () -> done.complete(null)));
                  return done;
                })
            .toArray(CompletableFuture[]::new));
  }

  private void inEachSinks(Consumer<KafkaSinks> action) {
    CompletableFuture<?> all =
        inEach(
            (loop, done) -> {
              action.accept(loop.sinks);
              done.run();
            });
    try {
      all.get(FLUSH_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (java.util.concurrent.TimeoutException | java.util.concurrent.ExecutionException e) {
      // Whoever waits goes on without them.
    }
  }

  @Override
  public void close() {
    inEachSinks(KafkaSinks::flush);
    // Before the rest, since the lanes are told of what it still delivers.
    producer.close(FLUSH_PATIENCE);
    inEachSinks(KafkaSinks::giveUp);
    vertx.close().toCompletionStage().toCompletableFuture().join();
    lookUps.shutdownNow();
    gauges.forEach(registry::remove);
  }
}
