package io.benchstream.publisher.vmagent;

import io.benchstream.schemas.Authorization;
import io.benchstream.schemas.BasicAuth;
import io.benchstream.schemas.Collector;
import io.benchstream.schemas.HttpClientConfig;
import io.benchstream.schemas.RelabelConfig;
import io.benchstream.schemas.ScrapeLimits;
import io.benchstream.schemas.ScrapeSettings;
import io.benchstream.schemas.SecretRef;
import io.benchstream.schemas.Target;
import io.benchstream.schemas.TlsConfig;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Targets for tests. */
public final class SampleTargets {
  private SampleTargets() {}

  /** A vLLM server that a vmagent scrapes, with all settings at their defaults. */
  public static Target.Builder vllm(String id, String address) {
    return Target.newBuilder()
        .setId(id)
        .setCluster("alpha")
        .setJob("serve-1")
        .setKind("vllm")
        .setAddress(address)
        .setLabels(Map.of("job", "serve-1", "instance", address, "cluster", "alpha"))
        .setSettings(settings().build())
        .setChangedAt(Instant.EPOCH);
  }

  public static ScrapeSettings.Builder settings() {
    return ScrapeSettings.newBuilder().setCollector(Collector.VMAGENT);
  }

  static RelabelConfig.Builder rule(String action) {
    return RelabelConfig.newBuilder().setAction(action);
  }

  static SecretRef file(String path) {
    return SecretRef.newBuilder().setFile(path).build();
  }

  /** Targets that between them use every setting that a vmagent can be given. */
  public static List<Target> everything() {
    return List.of(
        vllm("01", "10.0.0.2:8000").build(),
        vllm("02", "10.0.0.1:8000").build(),
        vllm("03", "[2001:db8::1]:8000")
            .setScheme("https")
            .setPath("/probe")
            .setParams(Map.of("module", List.of("http_2xx", "a&b"), "odd name", List.of("")))
            .setSettings(
                settings()
                    .setScrapeIntervalMs(1500)
                    .setScrapeTimeoutMs(700)
                    .setHonorLabels(true)
                    .setHonorTimestamps(false)
                    .setLimits(
                        ScrapeLimits.newBuilder().setSampleLimit(5000).setLabelLimit(30).build())
                    .setHttp(
                        HttpClientConfig.newBuilder()
                            .setFollowRedirects(false)
                            .setProxyUrl("http://proxy.example:3128")
                            .setBasicAuth(new BasicAuth("scraper", file("/etc/secrets/password")))
                            .setTlsConfig(
                                TlsConfig.newBuilder()
                                    .setServerName("vllm.example")
                                    .setInsecureSkipVerify(true)
                                    .build())
                            .build())
                    .setMetricRelabelConfigs(everyRule())
                    .build())
            .build(),
        vllm("04", "login:9100")
            .setCluster("beta.example")
            .setJob(null)
            .setKind("node exporter/1")
            .setLabels(
                Map.of(
                    "trap", "%{HOME}",
                    "yaml", "a: b # \"c\" 'd' \\ \n- e\t\u0000\u001b\u0085\u2028 \\%{HOME}",
                    "unicode", "größe 温度 \uD83D\uDE00",
                    "number", "1e3",
                    "word", "null",
                    "empty", ""))
            .setSettings(
                settings()
                    .setCollector(Collector.BOTH)
                    .setHttp(
                        HttpClientConfig.newBuilder()
                            .setAuthorization(
                                new Authorization("Bearer", file("/etc/secrets/%{token}")))
                            .build())
                    .build())
            .build());
  }

  /** Kubernetes clusters with and without everything that can be said of them. */
  public static List<KubernetesCluster> kubernetesClusters() {
    return List.of(
        new KubernetesCluster("plain", null, List.of(), Map.of()),
        new KubernetesCluster(
            "chosen",
            "app=vllm,tier in (gpu, cpu)",
            List.of("serving", "batch"),
            Map.of("team", "a$1 %{HOME}", "job", "pods")));
  }

  private static List<RelabelConfig> everyRule() {
    return List.of(
        rule("keep").setIf$("{__name__=~\"vllm:.*\"}").build(),
        rule("labeldrop")
            .setRegex("le")
            .setIf$("my_buckets{q='\"\\\\%{HOME}', n!=\"\\n\"}")
            .build(),
        rule("drop").setSourceLabels(List.of("__name__")).setRegex("go_.*|%{HOME}").build(),
        rule("replace")
            .setSourceLabels(List.of("model_name", "engine"))
            .setSeparator("/")
            .setRegex("(.+)/(.+)")
            .setTargetLabel("model")
            .setReplacement("$2-$1")
            .build(),
        rule("lowercase").setSourceLabels(List.of("model")).setTargetLabel("model").build(),
        rule("uppercase").setSourceLabels(List.of("zone")).setTargetLabel("zone").build(),
        rule("hashmod")
            .setSourceLabels(List.of("instance"))
            .setModulus(16)
            .setTargetLabel("shard")
            .build(),
        rule("keepequal").setSourceLabels(List.of("a")).setTargetLabel("b").build(),
        rule("dropequal").setSourceLabels(List.of("c")).setTargetLabel("d").build(),
        rule("labelmap").setRegex("x_(.+)").setReplacement("y_$1").build(),
        rule("labeldrop").setRegex("tmp_.*").build(),
        rule("labelkeep").setRegex(".+").build());
  }
}
