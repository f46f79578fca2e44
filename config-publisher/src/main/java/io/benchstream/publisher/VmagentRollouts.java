package io.benchstream.publisher;

import io.benchstream.publisher.files.ConfigDirectory;
import io.benchstream.publisher.http.VmagentReload;
import io.benchstream.publisher.intake.ClustersIntake;
import io.benchstream.publisher.intake.TargetLetters;
import io.benchstream.publisher.intake.TargetsIntake;
import io.benchstream.publisher.kubernetes.ConfigMapSink;
import io.benchstream.publisher.rollout.ConfigReload;
import io.benchstream.publisher.rollout.ConfigRollout;
import io.benchstream.publisher.rollout.ConfigSink;
import io.benchstream.publisher.rollout.TargetTable;
import io.benchstream.publisher.vmagent.ScrapeConfigRenderer;
import io.benchstream.runtime.kafka.DeadLetters;
import io.benchstream.runtime.kafka.KafkaClients;
import io.benchstream.runtime.kafka.RegistryRecords;
import io.benchstream.runtime.kafka.TopicFollower;
import io.benchstream.runtime.lifecycle.Lifecycle;
import io.benchstream.runtime.service.ServiceContext;
import io.benchstream.schemas.Resource;
import io.benchstream.schemas.Target;
import io.benchstream.schemas.topics.Topic;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.Producer;

/**
 * Adds the parts that keep vmagents in step with the targets: a rollout each, and the followers.
 */
final class VmagentRollouts {
  private static final String OF_ALL = "default";

  private final PublisherConfig config;
  private final ServiceContext context;
  private final KafkaClients kafka;
  private final RegistryRecords records;
  private final DeadLetters letters;
  private final Vertx vertx;
  private final Supplier<KubernetesClient> kubernetes;
  private final List<TargetTable> tables = new ArrayList<>();
  private final Map<String, TargetTable> byCluster = new HashMap<>();

  /**
   * @param kubernetes asked for once, where a configuration goes to ConfigMaps
   */
  VmagentRollouts(
      PublisherConfig config,
      ServiceContext context,
      KafkaClients kafka,
      RegistryRecords records,
      Producer<byte[], byte[]> letters,
      Vertx vertx,
      Supplier<KubernetesClient> kubernetes) {
    this.config = config;
    this.context = context;
    this.kafka = kafka;
    this.records = records;
    this.letters =
        new DeadLetters(
            letters, config.kafka().topics(), context.metrics().registry(), context.clock());
    this.vertx = vertx;
    this.kubernetes = kubernetes;
  }

  /**
   * Adds the parts.
   *
   * @param further tables that follow the targets too
   */
  void addTo(Lifecycle lifecycle, List<TargetTable> further) {
    tables.addAll(further);
    Set<String> own =
        config.clusterVmagents().stream().map(VmagentConfig::cluster).collect(Collectors.toSet());
    VmagentConfig ofAll = config.vmagent();
    if (ofAll != null) {
      TargetTable table = new TargetTable(target -> !own.contains(target.getCluster()), 1);
      add(lifecycle, OF_ALL, ofAll, table);
    }
    for (VmagentConfig vmagent : config.clusterVmagents()) {
      String cluster = String.valueOf(vmagent.cluster());
      TargetTable table = new TargetTable(target -> target.getCluster().equals(cluster), 2);
      byCluster.put(cluster, table);
      add(lifecycle, cluster, vmagent, table);
    }
    follow(lifecycle);
  }

  private void add(Lifecycle lifecycle, String name, VmagentConfig vmagent, TargetTable table) {
    tables.add(table);
    ConfigMapConfig map = vmagent.configMap();
    Path directory = vmagent.directory();
    ConfigSink sink =
        map != null
            ? new ConfigMapSink(kubernetes.get(), map.namespace(), map.name(), map.jobMaps())
            : new ConfigDirectory(directory == null ? Path.of("") : directory);
    ConfigReload reload =
        vmagent.url() == null
            ? ConfigReload.none()
            : new VmagentReload(vertx, vmagent.url(), vmagent.confirmTimeout(), map != null);
    lifecycle.add(
        new ConfigRollout(
            name,
            table,
            map == null ? new ScrapeConfigRenderer() : new ScrapeConfigRenderer(""),
            sink,
            reload,
            vmagent.batchInterval(),
            new TargetLetters(records.writer(Topic.TARGETS), letters),
            context.metrics().registry(),
            context.health(),
            context.clock()));
  }

  private void follow(Lifecycle lifecycle) {
    if (!byCluster.isEmpty()) {
      lifecycle.add(
          new TopicFollower<>(
              kafka,
              config.kafka().topics().name(Topic.RESOURCES),
              null,
              records.reader(Resource.class),
              context.health(),
              new ClustersIntake(byCluster)));
    }
    if (!tables.isEmpty()) {
      lifecycle.add(
          new TopicFollower<>(
              kafka,
              config.kafka().topics().name(Topic.TARGETS),
              null,
              records.reader(Target.class),
              context.health(),
              new TargetsIntake(tables, letters)));
    }
  }
}
