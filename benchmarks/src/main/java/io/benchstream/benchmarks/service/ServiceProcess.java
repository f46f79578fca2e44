package io.benchstream.benchmarks.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.benchstream.benchmarks.measure.MetricsPage;
import io.benchstream.benchmarks.measure.Subject;
import io.benchstream.local.process.Port;
import io.benchstream.local.process.ServerProcess;
import io.benchstream.runtime.kafka.KafkaConfig;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** A service as its users run it: a process of its own. */
public final class ServiceProcess implements Subject {
  private static final Duration START_TIMEOUT = Duration.ofMinutes(2);
  private static final int COLLECTION_SECONDS = 20;

  private final Plan plan;
  private final ServerProcess process;
  private final URI metrics;

  private ServiceProcess(Plan plan, ServerProcess process, URI metrics) {
    this.plan = plan;
    this.process = process;
    this.metrics = metrics;
  }

  /**
   * What to start.
   *
   * @param name what figures call it
   * @param mainClass the service's
   * @param directory its own: configuration, log, state
   * @param config its configuration, without Kafka and the server's port
   * @param options of its JVM
   * @param samples counts what it has handled, on its page of metrics
   */
  record Plan(
      String name,
      String mainClass,
      Path directory,
      String config,
      List<String> options,
      ToDoubleFunction<MetricsPage> samples) {}

  /** Starts it; returns when it is ready. */
  static ServiceProcess start(Plan plan, KafkaConfig kafka) throws IOException {
    int port = Port.any().resolve(plan.name);
    Files.createDirectories(plan.directory);
    Path config = plan.directory.resolve(plan.name + ".yml");
    Files.writeString(config, common(kafka, port) + plan.config);
    URI base = URI.create("http://%s:%d/".formatted(Port.HOST, port));
    ServerProcess process =
        ServerProcess.start(
            new ServerProcess.Plan(
                plan.name,
                plan.directory,
                plan.name + ".log",
                command(plan, config),
                base.resolve("healthz"),
                START_TIMEOUT));
    ReadyPage.await(plan.name, process, base.resolve("readyz"), START_TIMEOUT);
    return new ServiceProcess(plan, process, base.resolve("metrics"));
  }

  private static String common(KafkaConfig kafka, int port) {
    return """
    kafka:
      bootstrap_servers: %s
      registry_url: %s
      topics: {prefix: "%s", partitions: %d, replication_factor: 1}
    server: {port: %d}
    """
        .formatted(
            kafka.bootstrapServers(),
            kafka.registryUrl(),
            kafka.topics().prefix(),
            kafka.topics().partitions(),
            port);
  }

  private static List<String> command(Plan plan, Path config) {
    List<String> command = new ArrayList<>();
    command.add(javaTool("java"));
    // A compiler thread that ended would take its CPU time out of the figures.
    command.add("-XX:-UseDynamicNumberOfCompilerThreads");
    command.addAll(plan.options);
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Dorg.apache.avro.SERIALIZABLE_PACKAGES=io.benchstream.schemas",
            "-cp",
            classPath(),
            plan.mainClass,
            "--config",
            config.toString()));
    return command;
  }

  /** That of this process without the benchmarks' own classes, which no service needs. */
  private static String classPath() {
    Path own =
        Path.of(
            URI.create(
                ServiceProcess.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toString()));
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(entry -> !Path.of(entry).toAbsolutePath().equals(own))
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static String javaTool(String name) {
    return Path.of(System.getProperty("java.home"), "bin", name).toString();
  }

  @Override
  public String name() {
    return plan.name;
  }

  @Override
  public long pid() {
    return process.pid();
  }

  @Override
  public URI metrics() {
    return metrics;
  }

  @Override
  public double samples(MetricsPage page) {
    return plan.samples.applyAsDouble(page);
  }

  @Override
  public long liveHeapBytes() throws IOException, InterruptedException {
    MetricsPage before = MetricsPage.of(metrics);
    Process collection =
        new ProcessBuilder(javaTool("jcmd"), Long.toString(pid()), "GC.run")
            .redirectErrorStream(true)
            .start();
    collection.getOutputStream().close();
    String words = new String(collection.getInputStream().readAllBytes(), UTF_8);
    if (!collection.waitFor(COLLECTION_SECONDS, TimeUnit.SECONDS) || collection.exitValue() != 0) {
      throw new IOException("jcmd GC.run of %s failed: %s".formatted(plan.name, words));
    }
    return (long) LiveHeap.await(before, () -> MetricsPage.of(metrics));
  }

  @Override
  public void close() {
    process.close();
  }
}
