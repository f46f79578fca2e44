package io.benchstream.discovery.kubernetes;

import io.benchstream.discovery.connector.SourceException;
import io.benchstream.discovery.prometheus.Discovery;
import io.benchstream.discovery.prometheus.KubernetesTargets;
import io.benchstream.schemas.HttpClientConfig;
import io.benchstream.schemas.TlsConfig;
import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What Kubernetes shows, kept up to date by informers: they list, watch, and list anew where a
 * watch has expired (410). While one of them does not watch, what it shows is not known to hold,
 * and is told so; it tries again by itself.
 */
public final class InformerTargets implements KubernetesTargets {
  private static final Logger LOG = LoggerFactory.getLogger(InformerTargets.class);

  private final KubernetesClient client;
  private final Discovery.Kubernetes discovery;
  private final Runnable changed;
  private final List<SharedIndexInformer<Pod>> pods = new ArrayList<>();
  private final List<SharedIndexInformer<Service>> services = new ArrayList<>();
  private final List<SharedIndexInformer<Node>> nodes = new ArrayList<>();
  private final List<SharedIndexInformer<Endpoints>> endpoints = new ArrayList<>();

  /**
   * Watches with a client, which is closed with this.
   *
   * @param changed called when there may be other targets
   */
  InformerTargets(KubernetesClient client, Discovery.Kubernetes discovery, Runnable changed) {
    this.client = client;
    this.discovery = discovery;
    this.changed = changed;
    switch (discovery.role()) {
      case "pod" -> inform(client.pods(), pods, true);
      case "service" -> inform(client.services(), services, true);
      case "endpoints" -> {
        inform(client.endpoints(), endpoints, true);
        inform(client.services(), services, false);
        inform(client.pods(), pods, false);
      }
      case "node" -> {
        SharedIndexInformer<Node> informer =
            discovery.labelSelector().isEmpty()
                ? client.nodes().runnableInformer(0)
                : client.nodes().withLabelSelector(discovery.labelSelector()).runnableInformer(0);
        start(informer, nodes);
      }
      default -> throw new IllegalArgumentException("role: '%s'".formatted(discovery.role()));
    }
  }

  /** Opens a client and watches. */
  public static KubernetesTargets open(Discovery.Kubernetes discovery, Runnable changed) {
    return new InformerTargets(
        new KubernetesClientBuilder().withConfig(config(discovery)).build(), discovery, changed);
  }

  private static Config config(Discovery.Kubernetes discovery) {
    Config base =
        discovery.kubeconfigFile().isEmpty()
            ? Config.autoConfigure(null)
            : Config.fromKubeconfig(new File(discovery.kubeconfigFile()));
    ConfigBuilder builder = new ConfigBuilder(base);
    if (!discovery.apiServer().isEmpty()) {
      builder.withMasterUrl(discovery.apiServer());
    }
    HttpClientConfig http = discovery.http();
    if (http.getAuthorization() != null) {
      Path file = Path.of(String.valueOf(http.getAuthorization().getCredentials().getFile()));
      // Read anew with each request, for such tokens rotate.
      builder.withOauthTokenProvider(() -> token(file));
    }
    TlsConfig tls = http.getTlsConfig();
    if (tls != null) {
      builder.withTrustCerts(tls.getInsecureSkipVerify());
      if (tls.getCaFile() != null) {
        builder.withCaCertFile(tls.getCaFile());
      }
      if (tls.getCertFile() != null) {
        builder.withClientCertFile(tls.getCertFile()).withClientKeyFile(tls.getKeyFile());
      }
    }
    return builder.build();
  }

  private static String token(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      LOG.warn("the token in {} cannot be read: {}", file, e.toString());
      return "";
    }
  }

  private <T extends HasMetadata, L extends KubernetesResourceList<T>, R extends Resource<T>>
      void inform(
          MixedOperation<T, L, R> operation, List<SharedIndexInformer<T>> into, boolean selected) {
    List<FilterWatchListDeletable<T, L, R>> places = new ArrayList<>();
    if (discovery.namespaces().isEmpty()) {
      places.add(operation.inAnyNamespace());
    } else {
      discovery.namespaces().forEach(namespace -> places.add(operation.inNamespace(namespace)));
    }
    for (FilterWatchListDeletable<T, L, R> place : places) {
      start(
          selected && !discovery.labelSelector().isEmpty()
              ? place.withLabelSelector(discovery.labelSelector()).runnableInformer(0)
              : place.runnableInformer(0),
          into);
    }
  }

  private <T extends HasMetadata> void start(
      SharedIndexInformer<T> informer, List<SharedIndexInformer<T>> into) {
    informer.addEventHandler(
        new ResourceEventHandler<T>() {
          @Override
          public void onAdd(T object) {
            changed.run();
          }

          @Override
          public void onUpdate(T before, T after) {
            changed.run();
          }

          @Override
          public void onDelete(T object, boolean stateUnknown) {
            changed.run();
          }

          @Override
          public void onNothing() {
            changed.run();
          }
        });
    // For ever: whether it works is asked, not thrown.
    informer.exceptionHandler((started, failure) -> true);
    into.add(informer);
    var _ = informer.start();
  }

  @Override
  public List<Map<String, String>> targets() throws SourceException {
    check(pods);
    check(services);
    check(nodes);
    check(endpoints);
    return switch (discovery.role()) {
      case "pod" -> all(pods, MetaLabels::pod);
      case "service" -> all(services, MetaLabels::service);
      case "node" -> all(nodes, MetaLabels::node);
      default -> {
        Map<String, Pod> byName = byName(pods);
        Map<String, Service> serviceByName = byName(services);
        yield all(
            endpoints,
            item ->
                MetaLabels.endpoints(
                    item, Optional.ofNullable(serviceByName.get(key(item))).orElse(null), byName));
      }
    };
  }

  private static <T> void check(List<SharedIndexInformer<T>> informers) throws SourceException {
    for (SharedIndexInformer<T> informer : informers) {
      if (!informer.hasSynced()) {
        throw new SourceException("the API server has not answered yet");
      }
      if (!informer.isWatching()) {
        throw new SourceException("the API server is not watched; is it up, and may we list?");
      }
    }
  }

  private static <T> List<Map<String, String>> all(
      List<SharedIndexInformer<T>> informers, Function<T, List<Map<String, String>>> labels) {
    List<Map<String, String>> all = new ArrayList<>();
    for (SharedIndexInformer<T> informer : informers) {
      informer.getStore().list().forEach(item -> all.addAll(labels.apply(item)));
    }
    return all;
  }

  private static <T extends HasMetadata> Map<String, T> byName(
      List<SharedIndexInformer<T>> informers) {
    Map<String, T> byName = new HashMap<>();
    informers.forEach(
        informer -> informer.getStore().list().forEach(item -> byName.put(key(item), item)));
    return byName;
  }

  private static String key(HasMetadata object) {
    return object.getMetadata().getNamespace() + "/" + object.getMetadata().getName();
  }

  @Override
  public void close() {
    for (var informers : List.of(pods, services, nodes, endpoints)) {
      informers.forEach(SharedIndexInformer::stop);
    }
    client.close();
  }
}
