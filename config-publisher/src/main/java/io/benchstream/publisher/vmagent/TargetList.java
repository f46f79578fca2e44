package io.benchstream.publisher.vmagent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.benchstream.schemas.Target;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Targets as Prometheus' {@code http_sd} has them: {@code [{"targets": [...], "labels": {...}}]}.
 * How a target is scraped travels in its labels ({@code __scheme__}, {@code __metrics_path__},
 * {@code __param_<name>}, {@code __scrape_interval__}, {@code __scrape_timeout__}); credentials do
 * not. The same targets give the same bytes.
 *
 * @see <a href="https://prometheus.io/docs/prometheus/latest/http_sd/">http_sd</a>
 */
public final class TargetList {
  private static final Pattern PARAM = Pattern.compile("[a-zA-Z0-9_]+");

  private final ObjectMapper json = new ObjectMapper();

  /**
   * The lists of all jobs that have targets for a vmagent or a Prometheus, by the value of the
   * label {@code job}. A target that would be refused, and with it the whole list, is left out.
   */
  public Map<String, String> byJob(Collection<Target> targets) {
    Map<String, List<Target>> jobs = new TreeMap<>();
    for (Target target : targets) {
      if (ScrapeConfigRenderer.collects(target) && expressible(target)) {
        jobs.computeIfAbsent(job(target), _ -> new ArrayList<>()).add(target);
      }
    }
    return jobs.entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey, job -> list(job.getValue()), (a, _) -> a, TreeMap::new));
  }

  private static String job(Target target) {
    String job = target.getLabels().getOrDefault("job", "");
    return job.isEmpty() ? target.getKind() : job;
  }

  private static boolean expressible(Target target) {
    Optional<String> refusal = TargetRules.addressRefusal(target);
    return refusal.isEmpty()
        && target.getParams().entrySet().stream()
            .allMatch(
                param -> PARAM.matcher(param.getKey()).matches() && param.getValue().size() == 1);
  }

  private String list(List<Target> targets) {
    List<Map<String, Object>> groups =
        targets.stream()
            .sorted(Comparator.comparing(Target::getAddress).thenComparing(Target::getId))
            .map(TargetList::group)
            .toList();
    try {
      return json.writeValueAsString(groups);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("plain maps and strings could not be written as JSON", e);
    }
  }

  private static Map<String, Object> group(Target target) {
    Map<String, String> labels = new TreeMap<>(target.getLabels());
    labels.put("job", job(target));
    labels.put("__scheme__", target.getScheme());
    labels.put("__metrics_path__", target.getPath());
    target.getParams().forEach((name, values) -> labels.put("__param_" + name, values.getFirst()));
    labels.put("__scrape_interval__", JobYaml.duration(target.getSettings().getScrapeIntervalMs()));
    labels.put("__scrape_timeout__", JobYaml.duration(target.getSettings().getScrapeTimeoutMs()));
    Map<String, Object> group = new LinkedHashMap<>();
    group.put("targets", List.of(target.getAddress()));
    group.put("labels", labels);
    return group;
  }
}
