package io.benchstream.runtime.service;

import io.benchstream.runtime.config.ConfigException;
import io.benchstream.runtime.config.ConfigLoader;
import io.benchstream.runtime.health.Health;
import io.benchstream.runtime.health.HealthRoutes;
import io.benchstream.runtime.health.HttpServers;
import io.benchstream.runtime.lifecycle.Component;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/** The main program of a service: parse, load, start, wait for the signal, stop. */
public final class ServiceMain<C extends ServiceConfig> {
  private static final int USAGE = 2;
  private static final int FAILED = 1;

  private final String name;
  private final Class<C> configType;
  private final BiFunction<C, ServiceContext, Component> pipeline;
  private final boolean servesHealth;

  /**
   * @param name of the service, for messages
   * @param pipeline makes the pipeline, not yet started
   */
  public ServiceMain(
      String name, Class<C> configType, BiFunction<C, ServiceContext, Component> pipeline) {
    this(name, configType, pipeline, true);
  }

  private ServiceMain(
      String name,
      Class<C> configType,
      BiFunction<C, ServiceContext, Component> pipeline,
      boolean servesHealth) {
    this.name = name;
    this.configType = configType;
    this.pipeline = pipeline;
    this.servesHealth = servesHealth;
  }

  /** For a pipeline that mounts {@link HealthRoutes} on a server of its own. */
  public ServiceMain<C> withOwnServer() {
    return new ServiceMain<>(name, configType, pipeline, false);
  }

  /**
   * Runs until the process is told to end; returns the exit code. The configuration may stand in
   * several files, each named by an option {@code --config} of its own.
   */
  public int run(String[] args, PrintStream errors) throws InterruptedException {
    List<Path> files = files(args);
    if (files.isEmpty()) {
      errors.println("usage: " + name + " --config FILE [--config FILE ...]");
      return USAGE;
    }
    C config;
    try {
      config = new ConfigLoader().load(files, configType);
    } catch (ConfigException e) {
      errors.println(name + ": " + e.getMessage());
      return USAGE;
    }
    StopSignal stop = new StopSignal(Thread.currentThread());
    Thread hook = new Thread(stop::fire, name + "-stop");
    Runtime.getRuntime().addShutdownHook(hook);
    try (ServiceContext context = ServiceContext.create();
        Component running = pipeline.apply(config, context)) {
      Health.Check start = context.health().register("start");
      AutoCloseable server = servesHealth ? serveHealth(config, context) : () -> {};
      try {
        running.start();
        start.ready();
        stop.await();
      } finally {
        stop.closing();
        closeQuietly(server, errors);
      }
      return 0;
    } catch (RuntimeException e) {
      if (stop.fired()) {
        return 0; // told to end while it started: what start() says of that is of no use
      }
      errors.println(name + ": " + e.getMessage());
      return FAILED;
    } finally {
      stop.stopped();
    }
  }

  /** Empty where the arguments are not as they should be. */
  private static List<Path> files(String[] args) {
    List<Path> files = new ArrayList<>();
    for (int i = 0; i < args.length; i += 2) {
      if (!args[i].equals("--config") || i + 1 == args.length) {
        return List.of();
      }
      files.add(Path.of(args[i + 1]));
    }
    return files;
  }

  private static AutoCloseable serveHealth(ServiceConfig config, ServiceContext context) {
    Vertx vertx = Vertx.vertx();
    Router router = Router.router(vertx);
    new HealthRoutes(context.health(), context.metrics()).mount(router);
    try {
      HttpServers.listen(vertx, config.server(), "server.port", router);
    } catch (RuntimeException e) {
      vertx.close();
      throw e;
    }
    return () -> vertx.close().toCompletionStage().toCompletableFuture().get();
  }

  private void closeQuietly(AutoCloseable server, PrintStream errors) {
    try {
      server.close();
    } catch (Exception e) {
      errors.println(name + ": the health server did not stop: " + e.getMessage());
    }
  }
}
