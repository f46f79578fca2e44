package io.benchstream.discovery.service;

import io.benchstream.discovery.connector.ConnectorFleet;
import io.benchstream.discovery.event.EventValidator;
import io.benchstream.discovery.inventory.Change;
import io.benchstream.discovery.inventory.Inventory;
import io.benchstream.discovery.inventory.Reconciliation;
import io.benchstream.discovery.slurm.JobCompletion;
import io.benchstream.runtime.health.Health;
import io.benchstream.runtime.kafka.Contracts;
import io.benchstream.runtime.kafka.KafkaClients;
import io.benchstream.runtime.kafka.RegistryRecords;
import io.benchstream.runtime.kafka.TopicMismatchException;
import io.benchstream.runtime.lifecycle.Component;
import io.benchstream.runtime.service.ServiceContext;
import io.benchstream.schemas.LifecycleEvent;
import io.benchstream.schemas.Resource;
import io.benchstream.schemas.Target;
import io.benchstream.schemas.topics.ResourceKeys;
import io.benchstream.schemas.topics.Topic;
import io.github.resilience4j.core.IntervalFunction;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Consumes lifecycle events on a thread of its own: poll, apply, commit; one transaction for each
 * poll, so that an event's targets are visible as soon as possible.
 *
 * <p>State is a function of what is committed. Whatever fails, the state is dropped and read anew,
 * the consumer goes back to the committed offsets, and a new producer of the same id ends what the
 * old one left open. The offsets in each transaction carry the group's generation: an instance that
 * lost a partition without noticing cannot commit.
 */
public final class DiscoveryLoop implements Component {
  private static final Logger LOG = LoggerFactory.getLogger(DiscoveryLoop.class);

  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration EXPIRY_PERIOD = Duration.ofMinutes(1);
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(10);
  private static final IntervalFunction PAUSES =
      IntervalFunction.ofExponentialRandomBackoff(
          Duration.ofMillis(200), 2.0, Duration.ofSeconds(10));

  private final KafkaClients clients;
  private final RegistryRecords records;
  private final String instanceId;
  private final EventValidator validator;
  private final Supplier<Inventory> inventories;
  private final ConnectorFleet connectors;
  private final JobCompletion completions;
  private final ServiceContext context;
  private final Clock clock;
  private final EventMeters meters;
  private final Health.Check readiness;
  private final Ownership ownership;
  private final StateReader stateReader;
  private final StandingSessions sessions;
  private final String topic;
  private final int partitions;
  private final Consumer<byte[], byte[]> consumer;
  private final Thread thread;

  private @Nullable TransactionalWriter writer;
  private boolean initialized;
  private Instant nextExpiry = Instant.MIN;
  private volatile boolean consuming;
  private volatile boolean closing;

  /**
   * @param group consumer group of all instances
   * @param instanceId tells this instance from the others of the group
   * @param inventories makes the empty state of a partition
   * @param connectors run for the clusters of the owned partitions; closed with this
   * @param completions reads what Slurm itself puts on the topic
   */
  public DiscoveryLoop(
      KafkaClients clients,
      RegistryRecords records,
      String group,
      String instanceId,
      EventValidator validator,
      Supplier<Inventory> inventories,
      ConnectorFleet connectors,
      JobCompletion completions,
      ServiceContext context) {
    this.clients = clients;
    this.records = records;
    this.instanceId = instanceId;
    this.validator = validator;
    this.inventories = inventories;
    this.connectors = connectors;
    this.completions = completions;
    this.ownership = new Ownership(this::disown);
    this.context = context;
    this.clock = context.clock();
    this.meters = new EventMeters(context.metrics().registry());
    this.readiness = context.health().register("discovery");
    this.stateReader = new StateReader(clients, records, () -> closing);
    this.sessions = new StandingSessions(clients, records, context.health());
    this.topic = clients.config().topics().name(Topic.LIFECYCLE);
    this.partitions = clients.config().topics().partitions(Topic.LIFECYCLE);
    this.consumer =
        clients.groupConsumer(
            group,
            Map.of(
                // Takes a partition from its owner only once another instance is to have it.
                ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                CooperativeStickyAssignor.class.getName(),
                ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
                "6000",
                ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG,
                "500"));
    this.thread = new Thread(this::run, "discovery");
  }

  @Override
  public void start() {
    sessions.start();
    thread.start();
  }

  @Override
  public void close() {
    closing = true;
    consumer.wakeup();
    if (!thread.isAlive()) {
      consumer.close();
      sessions.close();
      return;
    }
    try (sessions) {
      if (!consuming) {
        thread.interrupt();
      }
      if (!thread.join(STOP_PATIENCE)) {
        thread.interrupt();
        thread.join(STOP_PATIENCE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try (consumer) {
      readiness.notReady("waiting for the broker");
      Contracts.ensure(clients, records);
      if (!awaitSessions()) {
        return;
      }
      readiness.notReady("joining the group");
      consuming = true;
      consumer.subscribe(List.of(topic), ownership);
      consume(
          new RecordIntake(records.reader(LifecycleEvent.class), validator, completions, clock));
    } catch (TopicMismatchException e) {
      stopped(String.valueOf(e.getMessage()), null);
    } catch (RuntimeException e) {
      if (!closing) {
        stopped(e.toString(), e);
      }
    } finally {
      connectors.close();
      dropWriter();
    }
  }

  /** Who writes a session has to know what stands; false where the service is closing. */
  private boolean awaitSessions() {
    readiness.notReady("reading the sessions that stand");
    try {
      while (!closing) {
        if (sessions.awaitCaughtUp(POLL)) {
          return true;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // only a stop does that
    }
    return false;
  }

  private void stopped(String reason, @Nullable RuntimeException e) {
    readiness.notReady("stopped: " + reason);
    LOG.error("discovery has stopped: {}; restart it once that is mended", reason, e);
  }

  private void consume(RecordIntake intake) {
    int failures = 0;
    while (!closing) {
      try {
        turn(currentWriter(), intake);
        failures = 0;
      } catch (WakeupException | StateReader.StoppedException | InterruptException e) {
        if (!closing) {
          throw e;
        }
      } catch (RuntimeException e) {
        failures++;
        recover(e, failures);
      }
    }
  }

  private TransactionalWriter currentWriter() {
    TransactionalWriter current = writer;
    if (current == null) {
      current =
          new TransactionalWriter(
              clients,
              records,
              sessions::carryOver,
              clients.config().topics().prefix() + "discovery-" + instanceId,
              context.metrics().registry(),
              clock);
      writer = current;
    }
    if (!initialized) {
      current.init();
      initialized = true;
      rewind();
    }
    return current;
  }

  private void rewind() {
    Set<TopicPartition> assigned = consumer.assignment();
    if (assigned.isEmpty()) {
      return;
    }
    Map<TopicPartition, @Nullable OffsetAndMetadata> committed =
        new HashMap<>(consumer.committed(assigned));
    for (TopicPartition partition : assigned) {
      OffsetAndMetadata offset = committed.get(partition);
      if (offset == null) {
        consumer.seekToBeginning(List.of(partition));
      } else {
        consumer.seek(partition, offset);
      }
    }
  }

  private void recover(RuntimeException e, int failures) {
    long pause = PAUSES.apply(failures);
    if (e instanceof KafkaException) {
      LOG.warn("transaction failed ({}); reads its state anew in {} ms", e.toString(), pause);
    } else {
      LOG.error("fault of the discovery service; reads its state anew in {} ms", pause, e);
    }
    readiness.notReady("transaction failed: " + e.getMessage());
    meters.countRecovery();
    ownership.forgetState();
    // A broker that is away keeps a writer from starting; the same writer may try again.
    if (initialized || !(e instanceof RetriableException)) {
      dropWriter();
    }
    try {
      Thread.sleep(pause);
    } catch (InterruptedException interrupt) {
      throw new InterruptException(interrupt);
    }
  }

  private void dropWriter() {
    if (writer != null) {
      writer.close();
      writer = null;
    }
    initialized = false;
  }

  private void turn(TransactionalWriter current, RecordIntake intake) {
    ConsumerRecords<byte[], byte[]> polled = consumer.poll(POLL);
    if (!ownership.unrestored().isEmpty()) {
      restore(current, polled);
    }
    if (ownership.joined()) {
      readiness.ready();
    }
    if (!polled.isEmpty()) {
      EventBatch batch = new EventBatch(intake, current, partitions);
      current.begin();
      for (ConsumerRecord<byte[], byte[]> record : polled) {
        Inventory inventory = ownership.inventory(record.partition());
        if (inventory == null) {
          throw new IllegalStateException("record of partition without state: " + record);
        }
        batch.add(record, inventory);
      }
      current.commit(batch.offsets(), consumer.groupMetadata());
      batch.count(meters, clock.millis());
      batch.changed().forEach(connectors::changed);
    }
    expire(current);
    meters.state(
        ownership.inventories().values().stream().mapToInt(Inventory::resources).sum(),
        ownership.inventories().values().stream().mapToInt(Inventory::targets).sum());
  }

  private void restore(TransactionalWriter current, ConsumerRecords<byte[], byte[]> polled) {
    Set<Integer> unrestored = ownership.unrestored();
    // Waits for the end of the former owner's transactions.
    unrestored.forEach(partition -> consumer.position(new TopicPartition(topic, partition)));
    long begin = System.nanoTime();
    StateReader.State state = stateReader.read(unrestored);
    for (int partition : unrestored) {
      Inventory inventory = inventories.get();
      for (Resource resource : state.resources().values()) {
        if (partition(resource.getCluster()) == partition) {
          inventory.restore(resource);
        }
      }
      for (Target target : state.targets().values()) {
        if (partition(target.getCluster()) == partition) {
          inventory.restore(target);
        }
      }
      reconcile(current, partition, inventory, polled);
      ownership.restored(partition, inventory);
      for (String cluster : connectors.clusters()) {
        if (partition(cluster) == partition) {
          connectors.own(cluster, inventory.resourcesOf(cluster));
        }
      }
    }
    LOG.info(
        "owns partitions {} with {} resources, read in {} ms",
        unrestored,
        state.resources().size(),
        (System.nanoTime() - begin) / 1_000_000);
  }

  private void reconcile(
      TransactionalWriter current,
      int partition,
      Inventory inventory,
      ConsumerRecords<byte[], byte[]> polled) {
    Reconciliation reconciliation = inventory.reconcile();
    reconciliation.skipped().forEach(reason -> LOG.warn("{}", reason));
    TopicPartition from = new TopicPartition(topic, partition);
    List<ConsumerRecord<byte[], byte[]>> waiting = polled.records(from);
    long next = waiting.isEmpty() ? consumer.position(from) : waiting.getFirst().offset();
    write(current, from, next, reconciliation.changes());
  }

  private void expire(TransactionalWriter current) {
    Instant now = clock.instant();
    if (now.isBefore(nextExpiry)) {
      return;
    }
    nextExpiry = now.plus(EXPIRY_PERIOD);
    ownership
        .inventories()
        .forEach(
            (partition, inventory) -> {
              TopicPartition from = new TopicPartition(topic, partition);
              write(current, from, consumer.position(from), inventory.expire(now));
            });
  }

  /** With the offset, though it stays the same: it fences an instance that lost the partition. */
  private void write(
      TransactionalWriter current, TopicPartition partition, long offset, List<Change> changes) {
    if (changes.isEmpty()) {
      return;
    }
    current.begin();
    changes.forEach(current::write);
    current.commit(Map.of(partition, new OffsetAndMetadata(offset)), consumer.groupMetadata());
  }

  private void disown(int partition) {
    for (String cluster : connectors.clusters()) {
      if (partition(cluster) == partition) {
        connectors.disown(cluster);
      }
    }
  }

  private int partition(String cluster) {
    return ResourceKeys.partition(ResourceKeys.cluster(cluster), partitions);
  }
}
