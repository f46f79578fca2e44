package io.benchstream.publisher.vmagent;

import io.benchstream.schemas.ScrapeSettings;
import io.benchstream.schemas.Target;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A scrape job in vmagent's words. The job holds what its targets share, in a fixed key order. */
final class JobYaml {
  private JobYaml() {}

  /** Everything but the name and the targets: two targets of equal settings can share a job. */
  static Map<String, Object> settings(Target target) {
    ScrapeSettings settings = target.getSettings();
    Map<String, Object> job = new LinkedHashMap<>();
    job.put("scheme", target.getScheme());
    job.put("metrics_path", target.getPath());
    if (!target.getParams().isEmpty()) {
      job.put("params", new TreeMap<>(target.getParams()));
    }
    job.put("scrape_interval", duration(settings.getScrapeIntervalMs()));
    job.put("scrape_timeout", duration(settings.getScrapeTimeoutMs()));
    job.put("honor_labels", settings.getHonorLabels());
    job.put("honor_timestamps", settings.getHonorTimestamps());
    if (settings.getLimits().getSampleLimit() > 0) {
      job.put("sample_limit", settings.getLimits().getSampleLimit());
    }
    HttpYaml.put(settings.getHttp(), job);
    if (!settings.getMetricRelabelConfigs().isEmpty()) {
      job.put(
          "metric_relabel_configs",
          settings.getMetricRelabelConfigs().stream().map(RelabelYaml::of).toList());
    }
    return job;
  }

  /** One target with its labels. */
  static Map<String, Object> staticConfig(Target target) {
    Map<String, String> labels = new TreeMap<>(target.getLabels());
    // Without one vmagent would use the name of the job, which changes with the settings.
    labels.putIfAbsent("job", target.getKind());
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("targets", List.of(target.getAddress()));
    entry.put("labels", labels);
    return entry;
  }

  /** Roughly the length of the target's entry, in characters. */
  static int footprint(Target target) {
    int length = 50 + target.getAddress().length();
    for (Map.Entry<String, String> label : target.getLabels().entrySet()) {
      length += 12 + label.getKey().length() + label.getValue().length();
    }
    return length;
  }

  static String duration(long millis) {
    return millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
  }
}
