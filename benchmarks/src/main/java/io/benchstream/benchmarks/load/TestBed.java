package io.benchstream.benchmarks.load;

import io.benchstream.benchmarks.measure.Parts;
import io.benchstream.benchmarks.measure.Probe;
import io.benchstream.benchmarks.measure.ProcessUsage;
import io.benchstream.benchmarks.measure.TopicBytes;
import io.benchstream.local.broker.LocalBroker;
import io.benchstream.local.fetch.Binaries;
import io.benchstream.local.fetch.Tool;
import io.benchstream.local.registry.LocalRegistry;
import io.benchstream.runtime.kafka.Backoff;
import io.benchstream.runtime.kafka.KafkaClients;
import io.benchstream.runtime.kafka.KafkaConfig;
import io.benchstream.runtime.kafka.RegistryRecords;
import io.benchstream.runtime.kafka.TopicAdmin;
import io.benchstream.schemas.topics.Topic;
import io.benchstream.schemas.topics.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.apache.kafka.clients.admin.Admin;

/**
 * What every measurement needs around the programs: a server with the pages, a real broker (in this
 * process), a real registry, the topics. Ends with all of it gone.
 */
public final class TestBed implements AutoCloseable {
  /** Bytes that the topic of samples takes on the broker's disk. */
  public static final String TOPIC_BYTES = "kafka.bytes";

  /** CPU time of this process, µs: the broker, and the little that measuring takes. */
  public static final String BROKER_CPU = "broker.cpu";

  private static final int BROKER = 1;

  private final Load load;
  private final Path root;
  private final Binaries binaries = Binaries.of(System.err::println);
  private final Parts parts = new Parts();
  private final PageServer server;
  private final KafkaClients clients;
  private final Admin admin;

  private TestBed(Load load, int partitions) throws IOException {
    this.load = load;
    TemporaryDirectory temporary = TemporaryDirectory.create();
    parts.add(temporary);
    root = temporary.path();
    try {
      Path pages = root.resolve("pages");
      load.pages().write(pages);
      load.pages().writeForTargets(pages, load.targets());
      server =
          PageServer.start(
              binary(Tool.NGINX),
              root.resolve("nginx"),
              pages,
              load.gzip(),
              load.pages().hasMarks());
      parts.add(server);
      LocalBroker broker = LocalBroker.start(LocalBroker.Settings.in(root.resolve("broker")));
      parts.add(broker);
      LocalRegistry registry =
          LocalRegistry.start(LocalRegistry.Settings.inMemory(root.resolve("registry")));
      parts.add(registry);
      KafkaConfig kafka =
          KafkaConfig.of(
              broker.bootstrapServers(),
              registry.apiUrl().toString(),
              new Topics(Topics.DEFAULT_PREFIX, partitions, (short) 1));
      clients = new KafkaClients(kafka, "benchmark", new SimpleMeterRegistry());
      parts.add(clients);
      admin = clients.admin();
      parts.add(admin);
      new TopicAdmin(admin, kafka, Backoff.forever()).ensure();
    } catch (IOException | RuntimeException e) {
      try {
        close();
      } catch (IllegalStateException also) {
        e.addSuppressed(also);
      }
      throw e;
    }
  }

  /** Starts everything; no target is written yet. */
  public static TestBed start(Load load) throws IOException {
    return new TestBed(load, Topics.DEFAULT_PARTITIONS);
  }

  /** The same with another number of partitions. */
  public static TestBed start(Load load, int partitions) throws IOException {
    return new TestBed(load, partitions);
  }

  /** Writes the targets, as discovery would: workers begin with them. */
  public void writeTargets() {
    try (RegistryRecords records = new RegistryRecords(clients.config())) {
      TargetRecords.write(clients, records, server, load.targets(), load.interval());
    }
  }

  public Load load() {
    return load;
  }

  /** The load as figures, with the size of a page as it is and compressed. */
  public Map<String, Double> figures() throws IOException {
    Map<String, Double> figures = new TreeMap<>(load.figures());
    byte[] page = Files.readAllBytes(root.resolve("pages").resolve("0.txt"));
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
      gzip.write(page);
    }
    figures.put("load.page_plain_bytes", (double) page.length);
    figures.put("load.page_gzip_bytes", (double) compressed.size());
    return figures;
  }

  public PageServer server() {
    return server;
  }

  public KafkaClients clients() {
    return clients;
  }

  public KafkaConfig kafka() {
    return clients.config();
  }

  /** A program's path; fetched where it is not on this machine. */
  public Path binary(Tool tool) {
    return binaries.find(tool);
  }

  /** A directory for one of the programs. */
  public Path directory(String program) throws IOException {
    return Files.createDirectories(root.resolve(program));
  }

  /** What grows besides the programs. */
  public List<Probe> probes() {
    String topic = kafka().topics().name(Topic.SAMPLES);
    return List.of(
        new Probe(TOPIC_BYTES, () -> TopicBytes.of(admin, List.of(BROKER), topic)),
        new Probe(BROKER_CPU, () -> ProcessUsage.of(ProcessHandle.current().pid()).cpuMicros()));
  }

  @Override
  public void close() {
    parts.close();
  }
}
