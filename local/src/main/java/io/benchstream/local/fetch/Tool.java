package io.benchstream.local.fetch;

import java.util.Arrays;
import java.util.List;

/** A program that local mode, a test or a benchmark runs, and where it can come from. */
public enum Tool {
  VICTORIA_METRICS(
      "VictoriaMetrics",
      "BENCHSTREAM_VICTORIA_METRICS",
      "victoria-metrics",
      "victoria-metrics-prod",
      "victoria-metrics",
      "victoriametrics/victoria-metrics:v1.79.5",
      "/victoria-metrics-prod"),
  VMAGENT(
      "vmagent",
      "BENCHSTREAM_VMAGENT",
      "vmagent",
      "vmagent-prod",
      "victoria-metrics",
      "victoriametrics/vmagent:v1.79.5",
      "/vmagent-prod"),
  VMALERT(
      "vmalert",
      "BENCHSTREAM_VMALERT",
      "vmalert",
      "vmalert-prod",
      "victoria-metrics",
      "victoriametrics/vmalert:v1.79.5",
      "/vmalert-prod"),
  NODE_EXPORTER(
      "node exporter",
      "BENCHSTREAM_NODE_EXPORTER",
      "prometheus-node-exporter",
      "node_exporter",
      "prometheus-node-exporter",
      "prom/node-exporter:v1.5.0",
      "/bin/node_exporter"),
  PROMTOOL(
      "promtool",
      "BENCHSTREAM_PROMTOOL",
      "promtool",
      "promtool",
      "prometheus",
      "prom/prometheus:v2.42.0",
      "/bin/promtool"),
  PROMETHEUS(
      "Prometheus",
      "BENCHSTREAM_PROMETHEUS",
      "prometheus",
      "prometheus",
      "prometheus",
      "prom/prometheus:v2.42.0",
      "/bin/prometheus"),
  NGINX("nginx", "BENCHSTREAM_NGINX", "nginx", "nginx", "nginx", "nginx:1.22.1", "/usr/sbin/nginx");

  private final String label;
  private final String variable;
  private final String debianName;
  private final String upstreamName;
  private final String debianPackage;
  private final String image;
  private final String pathInImage;

  Tool(
      String label,
      String variable,
      String debianName,
      String upstreamName,
      String debianPackage,
      String image,
      String pathInImage) {
    this.label = label;
    this.variable = variable;
    this.debianName = debianName;
    this.upstreamName = upstreamName;
    this.debianPackage = debianPackage;
    this.image = image;
    this.pathInImage = pathInImage;
  }

  /** What messages call it. */
  public String label() {
    return label;
  }

  /** The environment variable in which a user names the program's path. */
  public String variable() {
    return variable;
  }

  /** What the program is called on a {@code PATH}; the first is Debian's name. */
  List<String> names() {
    return List.of(debianName, upstreamName);
  }

  /** The Debian package that the program comes in. */
  public String debianPackage() {
    return debianPackage;
  }

  /** What makes the program tell its version and end. */
  String versionOption() {
    return this == NGINX ? "-v" : "--version";
  }

  String image() {
    return image;
  }

  String pathInImage() {
    return pathInImage;
  }

  /** All programs that come in the same Debian package. */
  List<Tool> inSamePackage() {
    return Arrays.stream(values())
        .filter(other -> other.debianPackage.equals(debianPackage))
        .toList();
  }
}
