package io.benchstream.aggregator;

import io.benchstream.aggregator.layout.LayoutBuilder;
import io.benchstream.aggregator.layout.RecipeIndex;
import io.benchstream.aggregator.recipe.RecipeLoader;
import io.benchstream.aggregator.recipe.RecipeSet;
import io.benchstream.aggregator.topology.AggregatorMeters;
import io.benchstream.aggregator.topology.AggregatorTopology;
import io.benchstream.aggregator.topology.LogEnds;
import io.benchstream.aggregator.topology.RecordFormats;
import io.benchstream.aggregator.topology.StreamsApplication;
import io.benchstream.aggregator.topology.StreamsSettings;
import io.benchstream.aggregator.topology.TopologyParts;
import io.benchstream.aggregator.window.PartitionWindows;
import io.benchstream.aggregator.window.Windows;
import io.benchstream.runtime.kafka.Contracts;
import io.benchstream.runtime.kafka.KafkaClients;
import io.benchstream.runtime.kafka.KafkaConfig;
import io.benchstream.runtime.kafka.RegistryRecords;
import io.benchstream.runtime.lifecycle.Component;
import io.benchstream.runtime.lifecycle.Lifecycle;
import io.benchstream.runtime.logging.RateLimitedLog;
import io.benchstream.runtime.service.ServiceContext;
import io.benchstream.schemas.KpiWindow;
import io.benchstream.schemas.Scrape;
import io.benchstream.schemas.Session;
import io.benchstream.schemas.SessionReport;
import io.benchstream.schemas.topics.Topic;
import io.benchstream.schemas.topics.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import org.slf4j.LoggerFactory;

/**
 * The aggregator as an object: samples in, KPIs and reports of sessions out. Any number of
 * instances with the same topics share the partitions among them; each needs a state directory of
 * its own.
 */
public final class AggregatorPipeline implements Component {
  private static final Duration LOG_PERIOD = Duration.ofMinutes(1);

  /** Series that are gone from a page are remembered for so long, and two windows at least. */
  private static final Duration SERIES_RETENTION = Duration.ofMinutes(10);

  private final KafkaClients clients;
  private final RegistryRecords records;
  private final Lifecycle lifecycle = new Lifecycle();

  /**
   * Wires the stages; starts nothing yet.
   *
   * @throws io.benchstream.aggregator.recipe.RecipeException where the recipes are invalid
   */
  public AggregatorPipeline(AggregatorConfig config, ServiceContext context) {
    RecipeLoader loader = new RecipeLoader();
    RecipeSet recipes =
        config.recipes() == null ? loader.defaults() : loader.load(config.recipes());
    KafkaConfig kafka = config.kafka();
    Topics topics = kafka.topics();
    String applicationId = topics.prefix() + "aggregator";
    MeterRegistry meters = context.metrics().registry();
    RateLimitedLog log =
        new RateLimitedLog(
            LoggerFactory.getLogger(AggregatorPipeline.class), context.clock(), LOG_PERIOD);
    clients = new KafkaClients(kafka, "aggregator", meters);
    records = new RegistryRecords(kafka);
    LogEnds ends =
        lifecycle.add(
            new LogEnds(
                clients,
                topics.name(Topic.SAMPLES),
                topics.partitions(Topic.SAMPLES),
                applicationId,
                context.clock(),
                log));
    TopologyParts parts =
        new TopologyParts(
            new PartitionWindows.Settings(
                new Windows(config.window(), config.grace()),
                config.targetRetention(),
                config.maxAhead()),
            new LayoutBuilder(new RecipeIndex(recipes), seriesRetention(config)),
            topics.partitions(Topic.SAMPLES),
            config.provisionalInterval(),
            config.partialRetention(),
            formats(),
            ends,
            new AggregatorMeters(meters),
            log);
    lifecycle.add(
        new StreamsApplication(
            () -> Contracts.ensure(clients, records),
            () -> AggregatorTopology.build(topics, parts),
            StreamsSettings.of(
                clients.streamsSettings(),
                applicationId,
                config.instanceId(),
                config.stateDir(),
                config.threads(),
                config.commitInterval(),
                topics.replicationFactor()),
            context.health().register("aggregator"),
            meters,
            context.clock()));
  }

  private RecordFormats formats() {
    return new RecordFormats(
        () -> records.reader(Scrape.class)::read,
        () -> records.reader(Session.class)::read,
        () -> records.<KpiWindow>writer(Topic.KPIS)::record,
        () -> records.<SessionReport>writer(Topic.SESSION_REPORTS)::record);
  }

  private static Duration seriesRetention(AggregatorConfig config) {
    Duration windows = config.window().plus(config.grace()).multipliedBy(2);
    return windows.compareTo(SERIES_RETENTION) > 0 ? windows : SERIES_RETENTION;
  }

  @Override
  public void start() {
    lifecycle.start();
  }

  @Override
  public void close() {
    lifecycle.close();
    records.close();
    clients.close();
  }
}
