package io.benchstream.local;

import io.benchstream.local.PartProgress.State;
import io.benchstream.local.broker.LocalBroker;
import io.benchstream.local.fetch.Binaries;
import io.benchstream.local.fetch.Tool;
import io.benchstream.local.process.DirectoryLock;
import io.benchstream.local.process.PartException;
import io.benchstream.local.process.Port;
import io.benchstream.local.process.RunningPart;
import io.benchstream.local.registry.LocalRegistry;
import io.benchstream.local.victoriametrics.LocalVictoriaMetrics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/**
 * Broker, registry and store on one data directory, which keeps what they hold across restarts.
 * Whoever uses them stops before them.
 */
public final class LocalParts implements AutoCloseable {
  private final DirectoryLock lock;
  private final Consumer<PartProgress> progress;
  private final LocalBroker broker;
  private final LocalRegistry registry;
  private final LocalVictoriaMetrics store;

  private LocalParts(
      DirectoryLock lock,
      Consumer<PartProgress> progress,
      LocalBroker broker,
      LocalRegistry registry,
      LocalVictoriaMetrics store) {
    this.lock = lock;
    this.progress = progress;
    this.broker = broker;
    this.registry = registry;
    this.store = store;
  }

  /**
   * Where the parts keep their data and listen.
   *
   * @param directory each part has a directory of its own in it
   * @param binaries paths that the user gave for programs that are otherwise looked for
   */
  public record Settings(
      Path directory,
      Port broker,
      Port registry,
      Port registryManagement,
      Port store,
      Duration storeLatencyOffset,
      Map<Tool, Path> binaries) {
    public Settings {
      directory = directory.toAbsolutePath().normalize();
      binaries = Map.copyOf(binaries);
    }

    /** On any free ports. */
    public static Settings in(Path directory) {
      return new Settings(
          directory, Port.any(), Port.any(), Port.any(), Port.any(), Duration.ZERO, Map.of());
    }
  }

  /**
   * Starts all parts at once; returns when all are ready. Where one fails, none is left running.
   *
   * @param progress called from several threads
   * @throws PartException when the directory is in use, a port is taken, a part cannot be had or
   *     does not start
   */
  public static LocalParts start(Settings settings, Consumer<PartProgress> progress) {
    DirectoryLock lock = DirectoryLock.acquire("Benchstream", settings.directory());
    try (ExecutorService threads = Executors.newFixedThreadPool(Part.values().length)) {
      // All ports before any part: what is wrong with them is said at once.
      Settings free = withResolvedPorts(settings);
      Starter starter = new Starter(threads, progress);
      var broker = starter.start(Part.BROKER, () -> startBroker(free));
      var registry = starter.start(Part.REGISTRY, () -> startRegistry(free));
      var store = starter.start(Part.STORE, () -> startStore(free, progress));
      starter.awaitAll();
      return new LocalParts(
          lock, progress, broker.resultNow(), registry.resultNow(), store.resultNow());
    } catch (RuntimeException failure) {
      lock.close();
      throw failure;
    }
  }

  private static Settings withResolvedPorts(Settings settings) {
    return new Settings(
        settings.directory(),
        resolve(settings.broker(), Part.BROKER),
        resolve(settings.registry(), Part.REGISTRY),
        resolve(settings.registryManagement(), Part.REGISTRY),
        resolve(settings.store(), Part.STORE),
        settings.storeLatencyOffset(),
        settings.binaries());
  }

  private static Port resolve(Port port, Part part) {
    return Port.fixed(port.resolve(part.label()), port.setting());
  }

  private static LocalBroker startBroker(Settings settings) {
    Path directory = settings.directory().resolve("broker");
    return LocalBroker.start(LocalBroker.Settings.in(directory).withPort(settings.broker()));
  }

  private static LocalRegistry startRegistry(Settings settings) {
    Path directory = settings.directory().resolve("registry");
    return LocalRegistry.start(
        LocalRegistry.Settings.persistent(directory)
            .withPorts(settings.registry(), settings.registryManagement()));
  }

  private static LocalVictoriaMetrics startStore(
      Settings settings, Consumer<PartProgress> progress) {
    Stopwatch watch = new Stopwatch(Part.STORE, progress);
    Binaries binaries =
        Binaries.of(
            settings.binaries(), System.getenv(), line -> watch.report(State.FETCHING, line));
    Path binary = binaries.find(Tool.VICTORIA_METRICS);
    Path directory = settings.directory().resolve("victoria-metrics");
    return LocalVictoriaMetrics.start(
        LocalVictoriaMetrics.Settings.in(binary, directory)
            .withPort(settings.store())
            .withLatencyOffset(settings.storeLatencyOffset()));
  }

  public LocalBroker broker() {
    return broker;
  }

  public LocalRegistry registry() {
    return registry;
  }

  public LocalVictoriaMetrics store() {
    return store;
  }

  /**
   * Stops the parts one after the other, in the order of {@link Part}; one that fails to stop does
   * not keep the others.
   */
  @Override
  public void close() {
    try (lock;
        RunningPart _ = () -> stop(Part.STORE, store);
        RunningPart _ = () -> stop(Part.REGISTRY, registry)) {
      stop(Part.BROKER, broker);
    }
  }

  private void stop(Part part, RunningPart running) {
    Stopwatch watch = new Stopwatch(part, progress);
    running.close();
    watch.report(State.STOPPED, "");
  }
}
