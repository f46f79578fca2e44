package io.benchstream.scrape;

import io.benchstream.runtime.kafka.KafkaClients;
import io.benchstream.runtime.kafka.RegistryRecords;
import io.benchstream.runtime.lifecycle.Component;
import io.benchstream.runtime.service.ServiceContext;
import io.benchstream.schemas.samples.CodecSettings;
import io.benchstream.scrape.exposition.Format;
import io.benchstream.scrape.fetch.FetchSettings;
import io.benchstream.scrape.lane.LaneSettings;
import io.benchstream.scrape.worker.Worker;
import io.benchstream.scrape.worker.WorkerSettings;
import java.util.UUID;

/**
 * A scrape worker as an object: targets in, samples out. Any number of them with the same topics
 * share the targets among them.
 */
public final class ScrapePipeline implements Component {
  private final KafkaClients clients;
  private final RegistryRecords records;
  private final Worker worker;

  public ScrapePipeline(ScrapeConfig config, ServiceContext context) {
    clients = new KafkaClients(config.kafka(), "scrape-worker", context.metrics().registry());
    records = new RegistryRecords(config.kafka());
    worker = new Worker(clients, records, settings(config), context);
  }

  private static WorkerSettings settings(ScrapeConfig config) {
    String workerId = config.workerId() == null ? "worker-" + UUID.randomUUID() : config.workerId();
    String group =
        config.group() == null
            ? config.kafka().topics().prefix() + "scrape-workers"
            : config.group();
    int threads = config.threads();
    FetchSettings usual = FetchSettings.DEFAULT;
    return new WorkerSettings(
        group,
        threads,
        new LaneSettings(
            workerId,
            Math.max(1, config.maxConcurrentScrapes() / threads),
            config.statusInterval(),
            CodecSettings.DEFAULT),
        new FetchSettings(
            config.networks().rules(),
            usual.maxRedirects(),
            usual.idleConnection(),
            config.largePageMemory(),
            usual.userAgent()),
        config.textFormat() == ScrapeConfig.TextFormat.strict
            ? Format.Mode.STRICT
            : Format.Mode.LENIENT,
        config.maxPageBytes(),
        config.maxInFlightBytes(),
        config.linger(),
        config.releasePatience());
  }

  @Override
  public void start() {
    worker.start();
  }

  @Override
  public void close() {
    worker.close();
    records.close();
    clients.close();
  }
}
