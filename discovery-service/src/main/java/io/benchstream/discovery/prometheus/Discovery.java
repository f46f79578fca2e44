package io.benchstream.discovery.prometheus;

import io.benchstream.schemas.HttpClientConfig;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** One way in which a scrape job finds its targets. */
public sealed interface Discovery {
  /**
   * They stand in the configuration.
   *
   * @param targets the labels of each, {@code __address__} among them
   */
  record Static(List<Map<String, String>> targets) implements Discovery {
    public Static {
      targets = List.copyOf(targets);
    }
  }

  /**
   * They stand in files.
   *
   * @param patterns absolute paths; the last name of each may hold a {@code *}
   */
  record Files(List<String> patterns) implements Discovery {
    public Files {
      patterns = List.copyOf(patterns);
    }
  }

  /**
   * An HTTP server tells them.
   *
   * @param refreshInterval between two requests
   */
  record Http(URI url, HttpClientConfig http, Duration refreshInterval) implements Discovery {}

  /**
   * Kubernetes tells them.
   *
   * @param role node, pod, service or endpoints
   * @param namespaces empty for all
   * @param apiServer empty: the cluster that this runs in, or the usual kubeconfig
   * @param kubeconfigFile empty: the usual one
   * @param labelSelector empty for all
   * @param fieldSelector empty for all
   */
  record Kubernetes(
      String role,
      List<String> namespaces,
      String apiServer,
      String kubeconfigFile,
      HttpClientConfig http,
      String labelSelector,
      String fieldSelector)
      implements Discovery {
    public Kubernetes {
      namespaces = List.copyOf(namespaces);
    }
  }
}
