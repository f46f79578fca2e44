package io.benchstream.discovery.prometheus;

import io.benchstream.discovery.profile.RelabelRecords;
import io.benchstream.relabel.labels.NameValidation;
import io.benchstream.relabel.rules.RelabelException;
import io.benchstream.relabel.rules.RelabelRule;
import io.benchstream.relabel.rules.RelabelRuleReader;
import io.benchstream.relabel.rules.RelabelRules;
import io.benchstream.schemas.HttpClientConfig;
import io.benchstream.schemas.ScrapeLimits;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a configuration of Prometheus or vmagent says about scraping. A job that cannot be
 * used is left out and told; it never takes the others along. A file that is no YAML, or names a
 * job twice, is refused as a whole, as Prometheus refuses it.
 *
 * @see <a
 *     href="https://prometheus.io/docs/prometheus/latest/configuration/configuration/#scrape_config">scrape_config</a>
 */
public final class ScrapeFileReader {
  private static final Duration USUAL_INTERVAL = Duration.ofMinutes(1);
  private static final Duration USUAL_TIMEOUT = Duration.ofSeconds(10);
  private static final String MODULUS = "modulus";
  private static final int MOST_BYTES = 16 * 1024 * 1024;

  private static final Set<String> JOB_KEYS =
      Set.of(
          "job_name",
          "scrape_interval",
          "scrape_timeout",
          "metrics_path",
          "scheme",
          "params",
          "honor_labels",
          "honor_timestamps",
          "relabel_configs",
          "metric_relabel_configs",
          "sample_limit",
          "target_limit",
          "label_limit",
          "label_name_length_limit",
          "label_value_length_limit",
          "body_size_limit");

  /** Known to Prometheus or vmagent, and of no meaning for which targets there are. */
  private static final Set<String> WITHOUT_EFFECT =
      Set.of(
          "track_timestamps_staleness",
          "scrape_classic_histograms",
          "always_scrape_classic_histograms",
          "convert_classic_histograms_to_nhcb",
          "native_histogram_bucket_limit",
          "native_histogram_min_bucket_factor",
          "keep_dropped_targets",
          "enable_compression",
          "scrape_protocols",
          "fallback_scrape_protocol",
          "scrape_failure_log_file",
          "scrape_align_interval",
          "scrape_offset",
          "stream_parse",
          "disable_compression",
          "disable_keepalive",
          "no_stale_markers",
          "series_limit",
          "max_scrape_size");

  private final boolean withKubernetes;

  /**
   * @param withKubernetes false where nobody can ask Kubernetes: then a job that wants to is told
   *     as a problem
   */
  public ScrapeFileReader(boolean withKubernetes) {
    this.withKubernetes = withKubernetes;
  }

  /**
   * Reads a file and those that it names.
   *
   * @throws ScrapeConfigException where it cannot be used at all
   */
  public ScrapeFile read(Path file) throws ScrapeConfigException {
    Path absolute = file.toAbsolutePath().normalize();
    Keys root = keys(absolute);
    Reading reading = new Reading(absolute, root);
    reading.jobs(absolute, root.list("scrape_configs"), "scrape_configs");
    for (String pattern : root.texts("scrape_config_files")) {
      for (Path included : FilePattern.matches(parent(absolute).resolve(pattern).toString())) {
        reading.files.add(included);
        reading.included(included);
      }
    }
    return new ScrapeFile(reading.jobs, reading.problems, reading.files);
  }

  private static Path parent(Path file) {
    Path parent = file.getParent();
    return parent == null ? file : parent;
  }

  private static Keys keys(Path file) throws ScrapeConfigException {
    Object tree = tree(file);
    if (tree == null) {
      throw new ScrapeConfigException(file.toString(), "is empty");
    }
    try {
      return Keys.of(tree);
    } catch (ScrapeConfigException e) {
      throw e.within(file.toString());
    }
  }

  private static @Nullable Object tree(Path file) throws ScrapeConfigException {
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw new ScrapeConfigException(
            file.toString(), "is larger than %d bytes".formatted(MOST_BYTES));
      }
      return YamlTree.parse(Files.readString(file));
    } catch (IOException e) {
      throw new ScrapeConfigException(file.toString(), "cannot be read: " + e, e);
    } catch (ScrapeConfigException e) {
      throw e.path().equals(file.toString()) ? e : e.within(file.toString());
    }
  }

  /** One file being read. */
  private final class Reading {
    private final List<ScrapeJob> jobs = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private final Set<Path> files = new LinkedHashSet<>();
    private final Set<String> names = new HashSet<>();
    private final Duration interval;
    private final Duration timeout;

    Reading(Path file, Keys root) throws ScrapeConfigException {
      files.add(file);
      try {
        Keys global = Keys.of(root.raw("global"));
        Duration given = global.duration("scrape_interval");
        interval = given == null ? USUAL_INTERVAL : given;
        Duration givenTimeout = global.duration("scrape_timeout");
        timeout = givenTimeout == null ? shorter(USUAL_TIMEOUT, interval) : givenTimeout;
      } catch (ScrapeConfigException e) {
        throw e.within("global");
      }
    }

    void included(Path file) throws ScrapeConfigException {
      Object tree = tree(file);
      List<@Nullable Object> list;
      if (tree instanceof List<?> bare) {
        list = new ArrayList<>(bare);
      } else {
        list = Keys.of(tree).list("scrape_configs");
      }
      jobs(file, list, file + ": scrape_configs");
    }

    void jobs(Path file, List<@Nullable Object> list, String path) throws ScrapeConfigException {
      for (int i = 0; i < list.size(); i++) {
        String place = "%s[%d]".formatted(path, i);
        Keys keys;
        String name;
        try {
          keys = Keys.of(list.get(i));
          name = keys.text("job_name", "");
        } catch (ScrapeConfigException e) {
          throw e.within(place);
        }
        if (name.isEmpty()) {
          throw new ScrapeConfigException(place + ".job_name", "is missing");
        }
        if (!names.add(name)) {
          throw new ScrapeConfigException(
              place + ".job_name", "'%s' is another job's name, too".formatted(name));
        }
        try {
          jobs.add(job(name, keys, parent(file)));
        } catch (ScrapeConfigException e) {
          problems.add("job '%s' is left out: %s".formatted(name, e.within(place).words()));
        }
      }
    }

    private ScrapeJob job(String name, Keys keys, Path directory) throws ScrapeConfigException {
      Set<String> known = new HashSet<>(JOB_KEYS);
      known.addAll(WITHOUT_EFFECT);
      known.addAll(HttpKeys.KNOWN);
      known.addAll(DiscoveryKeys.KNOWN);
      for (String key : keys.names()) {
        if (key.endsWith("_sd_configs") && !known.contains(key)) {
          throw new ScrapeConfigException(
              key, "is not supported here; let it write a file for file_sd_configs");
        }
      }
      keys.only(known);
      Duration own = keys.duration("scrape_interval");
      Duration jobInterval = own == null || own.isZero() ? interval : own;
      Duration ownTimeout = keys.duration("scrape_timeout");
      Duration jobTimeout =
          ownTimeout == null || ownTimeout.isZero() ? shorter(timeout, jobInterval) : ownTimeout;
      if (jobTimeout.compareTo(jobInterval) > 0) {
        throw new ScrapeConfigException(
            "scrape_timeout",
            "%d ms is longer than the scrape_interval of %d ms"
                .formatted(jobTimeout.toMillis(), jobInterval.toMillis()));
      }
      HttpClientConfig http = new HttpKeys(directory).read(keys);
      return new ScrapeJob(
          name,
          jobInterval,
          jobTimeout,
          keys.text("metrics_path", "/metrics"),
          keys.text("scheme", "http"),
          params(keys),
          keys.flag("honor_labels", false),
          keys.flag("honor_timestamps", true),
          limits(keys),
          keys.number("target_limit", Integer.MAX_VALUE),
          RelabelRules.of(rules(keys, "relabel_configs")),
          rules(keys, "metric_relabel_configs").stream().map(RelabelRecords::of).toList(),
          http,
          new DiscoveryKeys(directory, withKubernetes).read(keys));
    }
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  private static Map<String, List<String>> params(Keys keys) throws ScrapeConfigException {
    Map<String, List<String>> params = new HashMap<>();
    try {
      Keys inner = Keys.of(keys.raw("params"));
      for (String name : inner.names()) {
        params.put(name, List.copyOf(inner.texts(name)));
      }
    } catch (ScrapeConfigException e) {
      throw e.within("params");
    }
    return params;
  }

  private static ScrapeLimits limits(Keys keys) throws ScrapeConfigException {
    ScrapeLimits usual = ScrapeLimits.newBuilder().build();
    return ScrapeLimits.newBuilder()
        .setSampleLimit(keys.number("sample_limit", Long.MAX_VALUE))
        .setLabelLimit((int) keys.number("label_limit", Integer.MAX_VALUE))
        .setLabelNameLengthLimit((int) keys.number("label_name_length_limit", Integer.MAX_VALUE))
        .setLabelValueLengthLimit((int) keys.number("label_value_length_limit", Integer.MAX_VALUE))
        .setBodySizeLimit(keys.bytes("body_size_limit", usual.getBodySizeLimit()))
        .build();
  }

  private static List<RelabelRule> rules(Keys keys, String key) throws ScrapeConfigException {
    try {
      return new RelabelRuleReader(NameValidation.LEGACY).readAll(withNumbers(keys.list(key)));
    } catch (RelabelException e) {
      throw new ScrapeConfigException(key + e.path(), e.problem(), e);
    }
  }

  /** The reader of rules tells numbers from texts; here every scalar is a text. */
  private static List<@Nullable Object> withNumbers(List<@Nullable Object> rules) {
    List<@Nullable Object> typed = new ArrayList<>(rules.size());
    for (Object rule : rules) {
      if (rule instanceof Map<?, ?> map
          && map.get(MODULUS) instanceof String digits
          && digits.matches("[0-9]{1,20}")) {
        Map<Object, @Nullable Object> copy = new HashMap<>(map);
        copy.put(MODULUS, new BigInteger(digits));
        typed.add(copy);
      } else {
        typed.add(rule);
      }
    }
    return typed;
  }
}
