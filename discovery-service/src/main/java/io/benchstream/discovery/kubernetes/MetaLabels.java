package io.benchstream.discovery.kubernetes;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EndpointAddress;
import io.fabric8.kubernetes.api.model.EndpointPort;
import io.fabric8.kubernetes.api.model.EndpointSubset;
import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeAddress;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The targets that an object is, with the labels that Prometheus gives to each.
 *
 * @see <a
 *     href="https://prometheus.io/docs/prometheus/latest/configuration/configuration/#kubernetes_sd_config">kubernetes_sd_config</a>
 */
final class MetaLabels {
  private static final String META = "__meta_kubernetes_";
  private static final String ADDRESS = "__address__";
  private static final List<String> NODE_ADDRESSES =
      List.of("InternalIP", "InternalDNS", "ExternalIP", "ExternalDNS", "LegacyHostIP", "Hostname");

  private MetaLabels() {}

  /** A pod: one target for each port of its containers, or one where a container has none. */
  static List<Map<String, String>> pod(Pod pod) {
    List<Map<String, String>> targets = new ArrayList<>();
    String ip = pod.getStatus() == null ? null : pod.getStatus().getPodIP();
    if (ip == null || ip.isEmpty()) {
      return targets;
    }
    Map<String, String> shared = podLabels(pod);
    containers(ip, shared, false, pod.getSpec().getContainers(), targets);
    containers(ip, shared, true, pod.getSpec().getInitContainers(), targets);
    return targets;
  }

  private static void containers(
      String ip,
      Map<String, String> shared,
      boolean init,
      List<Container> containers,
      List<Map<String, String>> into) {
    for (Container container : containers) {
      Map<String, String> labels = new HashMap<>(shared);
      put(labels, "pod_container_init", Boolean.toString(init));
      put(labels, "pod_container_name", container.getName());
      put(labels, "pod_container_image", container.getImage());
      if (container.getPorts().isEmpty()) {
        labels.put(ADDRESS, ip);
        into.add(labels);
      }
      for (ContainerPort port : container.getPorts()) {
        Map<String, String> target = new HashMap<>(labels);
        target.put(ADDRESS, join(ip, port.getContainerPort()));
        put(target, "pod_container_port_name", port.getName());
        put(target, "pod_container_port_number", text(port.getContainerPort()));
        put(target, "pod_container_port_protocol", port.getProtocol());
        into.add(target);
      }
    }
  }

  private static Map<String, String> podLabels(Pod pod) {
    Map<String, String> labels = named("pod", pod);
    put(labels, "pod_ip", pod.getStatus().getPodIP());
    put(labels, "pod_phase", pod.getStatus().getPhase());
    put(labels, "pod_host_ip", pod.getStatus().getHostIP());
    put(labels, "pod_node_name", pod.getSpec().getNodeName());
    put(labels, "pod_uid", pod.getMetadata().getUid());
    pod.getStatus().getConditions().stream()
        .filter(condition -> "Ready".equals(condition.getType()))
        .findFirst()
        .ifPresent(
            condition ->
                put(labels, "pod_ready", condition.getStatus().toLowerCase(java.util.Locale.ROOT)));
    labels.putIfAbsent(META + "pod_ready", "unknown");
    for (OwnerReference owner : pod.getMetadata().getOwnerReferences()) {
      if (Boolean.TRUE.equals(owner.getController())) {
        put(labels, "pod_controller_kind", owner.getKind());
        put(labels, "pod_controller_name", owner.getName());
      }
    }
    return labels;
  }

  /** A service: one target for each of its ports, at its name in the cluster's DNS. */
  static List<Map<String, String>> service(Service service) {
    List<Map<String, String>> targets = new ArrayList<>();
    ObjectMeta meta = service.getMetadata();
    for (ServicePort port : service.getSpec().getPorts()) {
      Map<String, String> target = serviceLabels(service);
      target.put(
          ADDRESS, "%s.%s.svc:%d".formatted(meta.getName(), meta.getNamespace(), port.getPort()));
      put(target, "service_port_name", port.getName());
      put(target, "service_port_number", text(port.getPort()));
      put(target, "service_port_protocol", port.getProtocol());
      put(target, "service_type", service.getSpec().getType());
      if ("ExternalName".equals(service.getSpec().getType())) {
        put(target, "service_external_name", service.getSpec().getExternalName());
      } else {
        put(target, "service_cluster_ip", service.getSpec().getClusterIP());
      }
      targets.add(target);
    }
    return targets;
  }

  private static Map<String, String> serviceLabels(Service service) {
    return named("service", service);
  }

  /** A node: one target, its kubelet. */
  static List<Map<String, String>> node(Node node) {
    if (node.getStatus() == null) {
      return List.of();
    }
    Map<String, String> target = named("node", node);
    target.remove(META + "namespace");
    Map<String, String> byType = new HashMap<>();
    for (NodeAddress address : node.getStatus().getAddresses()) {
      byType.putIfAbsent(address.getType(), address.getAddress());
    }
    Optional<String> address =
        NODE_ADDRESSES.stream().filter(byType::containsKey).map(byType::get).findFirst();
    if (address.isEmpty()) {
      return List.of();
    }
    byType.forEach((type, value) -> put(target, "node_address_" + type, value));
    put(target, "node_provider_id", node.getSpec() == null ? null : node.getSpec().getProviderID());
    Integer port = null;
    if (node.getStatus().getDaemonEndpoints() != null
        && node.getStatus().getDaemonEndpoints().getKubeletEndpoint() != null) {
      port = node.getStatus().getDaemonEndpoints().getKubeletEndpoint().getPort();
    }
    target.put(ADDRESS, join(address.get(), port == null ? 0 : port));
    target.put("instance", node.getMetadata().getName());
    return List.of(target);
  }

  /**
   * Endpoints: one target for each address and port, with the labels of service and pod.
   *
   * @param service of the same name; null where there is none
   * @param pods by namespace/name
   */
  static List<Map<String, String>> endpoints(
      Endpoints endpoints, @Nullable Service service, Map<String, Pod> pods) {
    List<Map<String, String>> targets = new ArrayList<>();
    Map<String, String> shared = named("endpoints", endpoints);
    if (service != null) {
      shared.putAll(serviceLabels(service));
    }
    for (EndpointSubset subset : endpoints.getSubsets()) {
      for (EndpointPort port : subset.getPorts()) {
        for (EndpointAddress address : subset.getAddresses()) {
          targets.add(endpoint(shared, address, port, true, pods));
        }
        for (EndpointAddress address : subset.getNotReadyAddresses()) {
          targets.add(endpoint(shared, address, port, false, pods));
        }
      }
    }
    return targets;
  }

  private static Map<String, String> endpoint(
      Map<String, String> shared,
      EndpointAddress address,
      EndpointPort port,
      boolean ready,
      Map<String, Pod> pods) {
    Map<String, String> target = new HashMap<>(shared);
    target.put(ADDRESS, join(address.getIp(), port.getPort()));
    put(target, "endpoint_port_name", port.getName());
    put(target, "endpoint_port_protocol", port.getProtocol());
    put(target, "endpoint_ready", Boolean.toString(ready));
    put(target, "endpoint_node_name", address.getNodeName());
    put(target, "endpoint_hostname", address.getHostname());
    if (address.getTargetRef() != null) {
      put(target, "endpoint_address_target_kind", address.getTargetRef().getKind());
      put(target, "endpoint_address_target_name", address.getTargetRef().getName());
      Pod pod =
          pods.get(address.getTargetRef().getNamespace() + "/" + address.getTargetRef().getName());
      if ("Pod".equals(address.getTargetRef().getKind()) && pod != null) {
        podLabels(pod).forEach(target::putIfAbsent);
        container(pod, port, target);
      }
    }
    return target;
  }

  private static void container(Pod pod, EndpointPort port, Map<String, String> target) {
    for (Container container : pod.getSpec().getContainers()) {
      for (ContainerPort own : container.getPorts()) {
        if (own.getContainerPort().equals(port.getPort())) {
          put(target, "pod_container_init", "false");
          put(target, "pod_container_name", container.getName());
          put(target, "pod_container_image", container.getImage());
          put(target, "pod_container_port_name", own.getName());
          put(target, "pod_container_port_number", text(own.getContainerPort()));
          put(target, "pod_container_port_protocol", own.getProtocol());
        }
      }
    }
  }

  private static Map<String, String> named(String role, HasMetadata object) {
    Map<String, String> labels = new HashMap<>();
    ObjectMeta meta = object.getMetadata();
    put(labels, "namespace", meta.getNamespace());
    put(labels, role + "_name", meta.getName());
    spread(labels, role + "_label", meta.getLabels());
    spread(labels, role + "_annotation", meta.getAnnotations());
    return labels;
  }

  private static void spread(
      Map<String, String> labels, String prefix, @Nullable Map<String, String> values) {
    if (values != null) {
      values.forEach(
          (name, value) -> {
            String clean = name.replaceAll("[^a-zA-Z0-9_]", "_");
            put(labels, prefix + "_" + clean, value);
            put(labels, prefix + "present_" + clean, "true");
          });
    }
  }

  private static void put(Map<String, String> labels, String name, @Nullable String value) {
    if (value != null) {
      labels.put(META + name, value);
    }
  }

  private static @Nullable String text(@Nullable Integer number) {
    return number == null ? null : number.toString();
  }

  private static String join(String host, int port) {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }
}
