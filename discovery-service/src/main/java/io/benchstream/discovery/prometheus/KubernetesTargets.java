package io.benchstream.discovery.prometheus;

import io.benchstream.discovery.connector.SourceException;
import java.util.List;
import java.util.Map;

/** What Kubernetes shows to one {@code kubernetes_sd_config}, kept up to date. */
public interface KubernetesTargets extends AutoCloseable {
  /**
   * The labels of each target now.
   *
   * @throws SourceException where they are not known
   */
  List<Map<String, String>> targets() throws SourceException;

  @Override
  void close();

  /** Opens them. */
  @FunctionalInterface
  interface Opener {
    /**
     * Begins to watch.
     *
     * @param changed called, on any thread, when there may be others
     */
    KubernetesTargets open(Discovery.Kubernetes discovery, Runnable changed);
  }
}
