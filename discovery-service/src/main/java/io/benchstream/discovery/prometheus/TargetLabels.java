package io.benchstream.discovery.prometheus;

import io.benchstream.discovery.event.Addresses;
import io.benchstream.relabel.labels.LabelBuilder;
import io.benchstream.relabel.labels.LabelSet;
import io.benchstream.relabel.rules.RelabelOutcome;
import io.benchstream.runtime.config.DurationText;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The labels of a target, as Prometheus works them out: defaults from the job, relabeling, the port
 * that the scheme implies, checks, {@code instance}.
 *
 * @see <a
 *     href="https://github.com/prometheus/prometheus/blob/v2.42.0/scrape/target.go">PopulateLabels</a>
 */
public final class TargetLabels {
  static final String JOB = "job";
  static final String INSTANCE = "instance";
  static final String SCHEME = "__scheme__";
  static final String PATH = "__metrics_path__";
  static final String INTERVAL = "__scrape_interval__";
  static final String TIMEOUT = "__scrape_timeout__";
  static final String PARAM = "__param_";
  private static final String META = "__meta_";

  private TargetLabels() {}

  /** What the job makes of a target with these labels. */
  public static PopulatedTarget populate(ScrapeJob job, Map<String, String> found) {
    LabelBuilder labels = new LabelBuilder().reset();
    found.forEach(labels::set);
    byDefault(labels, JOB, job.name());
    byDefault(labels, INTERVAL, DurationText.format(job.scrapeInterval()));
    byDefault(labels, TIMEOUT, DurationText.format(job.scrapeTimeout()));
    byDefault(labels, PATH, job.metricsPath());
    byDefault(labels, SCHEME, job.scheme());
    for (Map.Entry<String, List<String>> param : job.params().entrySet()) {
      if (!param.getValue().isEmpty()) {
        labels.set(PARAM + param.getKey(), param.getValue().getFirst());
      }
    }
    LabelSet discovered = labels.toLabelSet();
    RelabelOutcome outcome = job.relabeling().apply(labels);
    if (outcome == RelabelOutcome.DROPPED) {
      return new PopulatedTarget(discovered, LabelSet.empty(), "");
    }
    if (outcome != RelabelOutcome.KEPT) {
      return failed("relabeling makes it too large");
    }
    if (labels.get(TargetGroups.ADDRESS).isEmpty()) {
      return failed("no address");
    }
    String scheme = labels.get(SCHEME);
    if (!hasPort(labels.get(TargetGroups.ADDRESS))) {
      if (scheme.equals("http") || scheme.isEmpty()) {
        labels.set(TargetGroups.ADDRESS, labels.get(TargetGroups.ADDRESS) + ":80");
      } else if (scheme.equals("https")) {
        labels.set(TargetGroups.ADDRESS, labels.get(TargetGroups.ADDRESS) + ":443");
      } else {
        return failed("invalid scheme: \"%s\"".formatted(scheme));
      }
    }
    String address = labels.get(TargetGroups.ADDRESS);
    if (address.indexOf('/') >= 0) {
      return failed("\"%s\" is not a valid hostname".formatted(address));
    }
    Optional<String> timing = timingProblem(labels.get(INTERVAL), labels.get(TIMEOUT));
    if (timing.isPresent()) {
      return failed(timing.get());
    }
    LabelSet relabeled = labels.toLabelSet();
    for (int i = 0; i < relabeled.size(); i++) {
      if (relabeled.name(i).startsWith(META)) {
        labels.remove(relabeled.name(i));
      }
    }
    byDefault(labels, INSTANCE, address);
    return new PopulatedTarget(discovered, labels.toLabelSet(), "");
  }

  private static PopulatedTarget failed(String error) {
    return new PopulatedTarget(LabelSet.empty(), LabelSet.empty(), error);
  }

  private static void byDefault(LabelBuilder labels, String name, String value) {
    if (labels.get(name).isEmpty()) {
      labels.set(name, value);
    }
  }

  /** As Go's net.SplitHostPort, or where even a port would not make it an address. */
  private static boolean hasPort(String address) {
    int colon = address.lastIndexOf(':');
    boolean bracketed = address.startsWith("[");
    if (bracketed) {
      int close = address.indexOf(']');
      return close < 0 || colon > close;
    }
    // Two colons without brackets are no address with or without a port.
    return colon >= 0;
  }

  private static Optional<String> timingProblem(String interval, String timeout) {
    Duration intervalTime;
    Duration timeoutTime;
    try {
      intervalTime = DurationText.parse(interval);
    } catch (IllegalArgumentException e) {
      return Optional.of("error parsing scrape interval: " + e.getMessage());
    }
    try {
      timeoutTime = DurationText.parse(timeout);
    } catch (IllegalArgumentException e) {
      return Optional.of("error parsing scrape timeout: " + e.getMessage());
    }
    if (intervalTime.isZero() || timeoutTime.isZero()) {
      return Optional.of("scrape interval and timeout cannot be 0");
    }
    return timeoutTime.compareTo(intervalTime) > 0
        ? Optional.of(
            "scrape timeout cannot be greater than scrape interval (\"%s\" > \"%s\")"
                .formatted(timeout, interval))
        : Optional.empty();
  }

  /** Why an address that Prometheus would try can reach nothing; empty where it may. */
  static Optional<String> addressProblem(String address) {
    return Addresses.problem(address);
  }
}
