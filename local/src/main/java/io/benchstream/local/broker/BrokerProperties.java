package io.benchstream.local.broker;

import io.benchstream.local.process.Port;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/** The settings of a broker that is alone, small and quick to react. */
final class BrokerProperties {
  static final int NODE_ID = 1;
  static final String CONTROLLER_LISTENER = "CONTROLLER";

  private BrokerProperties() {}

  static Properties of(
      Path directory, int port, int controllerPort, Map<String, String> overrides) {
    Properties properties = wherever();
    identity(properties, directory, port, controllerPort);
    properties.putAll(overrides);
    return properties;
  }

  /** Those that do not depend on where it keeps its data and listens. */
  static Properties wherever() {
    Properties properties = new Properties();
    oneNode(properties);
    small(properties);
    quick(properties);
    return properties;
  }

  private static void identity(
      Properties properties, Path directory, int port, int controllerPort) {
    properties.put("process.roles", "broker,controller");
    properties.put("node.id", Integer.toString(NODE_ID));
    properties.put("log.dirs", directory.toString());
    properties.put(
        "listeners",
        "PLAINTEXT://%s:%d,%s://%s:%d"
            .formatted(Port.HOST, port, CONTROLLER_LISTENER, Port.HOST, controllerPort));
    properties.put("advertised.listeners", "PLAINTEXT://%s:%d".formatted(Port.HOST, port));
    properties.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    properties.put("controller.listener.names", CONTROLLER_LISTENER);
    // A fixed voter and not a dynamic quorum: the controller's port may then change at a restart.
    properties.put(
        "controller.quorum.voters", "%d@%s:%d".formatted(NODE_ID, Port.HOST, controllerPort));
  }

  private static void oneNode(Properties properties) {
    properties.put("default.replication.factor", "1");
    properties.put("min.insync.replicas", "1");
    properties.put("offsets.topic.replication.factor", "1");
    properties.put("transaction.state.log.replication.factor", "1");
    properties.put("transaction.state.log.min.isr", "1");
    properties.put("share.coordinator.state.topic.replication.factor", "1");
    properties.put("share.coordinator.state.topic.min.isr", "1");
    properties.put("auto.create.topics.enable", "false");
  }

  private static void small(Properties properties) {
    properties.put("offsets.topic.num.partitions", "4");
    properties.put("transaction.state.log.num.partitions", "4");
    properties.put("share.coordinator.state.topic.num.partitions", "4");
    properties.put("num.network.threads", "2");
    properties.put("num.io.threads", "4");
    properties.put("background.threads", "2");
    properties.put("group.coordinator.threads", "2");
    properties.put("share.coordinator.threads", "1");
    properties.put("num.recovery.threads.per.data.dir", "2");
    properties.put("log.cleaner.threads", "1");
    // The default of 128 MiB is held on this JVM's heap from the start. 8 MiB still cleans some
    // 300,000 keys of a partition in one pass.
    properties.put("log.cleaner.dedupe.buffer.size", Integer.toString(8 << 20));
    properties.put("log.preallocate", "false");
    properties.put("log.segment.bytes", Integer.toString(256 << 20));
    properties.put("log.index.size.max.bytes", Integer.toString(1 << 20));
    properties.put("message.max.bytes", Integer.toString(2 << 20));
    properties.put("metadata.log.max.snapshot.interval.ms", "600000");
    // One write to the metadata log in each interval, although nothing happens.
    properties.put("metadata.max.idle.interval.ms", "5000");
  }

  /** Members may ask for heartbeats and sessions short enough to fail over within seconds. */
  private static void quick(Properties properties) {
    properties.put("group.initial.rebalance.delay.ms", "0");
    properties.put("group.min.session.timeout.ms", "1000");
    for (String protocol : new String[] {"group.consumer", "group.streams", "group.share"}) {
      properties.put(protocol + ".min.heartbeat.interval.ms", "100");
      properties.put(protocol + ".heartbeat.interval.ms", "500");
      properties.put(protocol + ".min.session.timeout.ms", "1000");
      properties.put(protocol + ".session.timeout.ms", "6000");
    }
    properties.put("broker.heartbeat.interval.ms", "500");
    // The transaction of a producer that died holds up readers of committed records until then.
    properties.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
    properties.put("controlled.shutdown.enable", "true");
  }
}
