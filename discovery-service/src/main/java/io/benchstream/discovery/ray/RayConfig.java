package io.benchstream.discovery.ray;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where a Ray cluster says what it exposes.
 *
 * @param url the dashboard's {@code /api/prometheus/sd}; it wins over the file
 * @param file {@code prom_metrics_service_discovery.json} of the head
 * @param dashboardPort port by which the dashboard is told from the nodes; 44227 where it is left
 *     out
 * @param autoscalerPort the same for the autoscaler; 44217
 * @param goneAfter age of the file at which Ray is taken to have stopped, for Ray writes it every 5
 *     s and leaves it behind; 1 min where it is left out
 */
public record RayConfig(
    @Nullable URI url,
    @Nullable Path file,
    int dashboardPort,
    int autoscalerPort,
    Duration goneAfter) {
  public RayConfig(
      @Nullable URI url,
      @Nullable Path file,
      int dashboardPort,
      int autoscalerPort,
      @Nullable Duration goneAfter) {
    if (url == null && file == null) {
      throw new IllegalArgumentException("ray: give url, file or both");
    }
    if (url != null && url.getHost() == null) {
      throw new IllegalArgumentException("url: '%s' is no http address".formatted(url));
    }
    this.url = url;
    this.file = file;
    this.dashboardPort = dashboardPort == 0 ? 44_227 : dashboardPort;
    this.autoscalerPort = autoscalerPort == 0 ? 44_217 : autoscalerPort;
    this.goneAfter = goneAfter == null ? Duration.ofMinutes(1) : goneAfter;
  }
}
