package io.benchstream.runtime.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;

/** The meters of one process, with those of the JVM, as a Prometheus page. */
public final class Metrics implements AutoCloseable {
  /**
   * Kafka Streams has these for each task, and there is a task for each partition: thousands, of
   * which a page took more time than a second of work. Those of threads and clients stay.
   */
  private static final List<String> FOR_EACH_TASK =
      List.of(
          "kafka.stream.task.",
          "kafka.stream.processor.node.",
          "kafka.stream.topic.",
          "kafka.stream.state.",
          "kafka.stream.record.cache.");

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics gc = new JvmGcMetrics();

  public Metrics() {
    registry.config().meterFilter(MeterFilter.deny(Metrics::isForEachTask));
    gc.bindTo(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ClassLoaderMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
  }

  private static boolean isForEachTask(Meter.Id id) {
    return FOR_EACH_TASK.stream().anyMatch(id.getName()::startsWith)
        && !id.getName().startsWith("kafka.stream.state.updater."); // of a thread
  }

  public MeterRegistry registry() {
    return registry;
  }

  /** The page for {@code /metrics}, text format 0.0.4. */
  public String page() {
    return registry.scrape();
  }

  @Override
  public void close() {
    gc.close();
    registry.close();
  }
}
