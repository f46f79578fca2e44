package io.benchstream.scrape.target;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.benchstream.relabel.labels.LabelSet;
import io.benchstream.relabel.labels.NameValidation;
import io.benchstream.relabel.rules.RelabelAction;
import io.benchstream.relabel.rules.RelabelException;
import io.benchstream.relabel.rules.RelabelRule;
import io.benchstream.relabel.rules.RelabelRules;
import io.benchstream.relabel.selector.SelectorException;
import io.benchstream.relabel.selector.SeriesSelector;
import io.benchstream.schemas.Collector;
import io.benchstream.schemas.HttpClientConfig;
import io.benchstream.schemas.RelabelConfig;
import io.benchstream.schemas.ScrapeLimits;
import io.benchstream.schemas.ScrapeSettings;
import io.benchstream.schemas.SecretRef;
import io.benchstream.schemas.Target;
import io.benchstream.schemas.TlsConfig;
import io.benchstream.scrape.exposition.Format;
import io.benchstream.scrape.series.SeriesLimits;
import io.benchstream.scrape.series.SeriesRules;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Checks the records of targets. Rules that many targets share are compiled once: of thousands of
 * targets most have the same metric relabeling. One thread.
 */
public final class TargetReader {
  private static final long SHORTEST_INTERVAL_MS = 100;
  private static final long LONGEST_INTERVAL_MS = 86_400_000;
  private static final int SHARED_RULES = 256;

  private final Format.Mode textMode;
  private final long largestPage;
  private final Map<List<RelabelConfig>, RelabelRules> shared =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<List<RelabelConfig>, RelabelRules> eldest) {
          return size() > SHARED_RULES;
        }
      };

  /** What makes a record invalid, on its way to {@link TargetReading.Invalid}. */
  private static final class InvalidTargetException extends Exception {
    private static final long serialVersionUID = 1L;

    InvalidTargetException(String message) {
      super(message);
    }
  }

  /**
   * @param largestPage bytes that no page may exceed, whatever limit its target has
   */
  public TargetReader(Format.Mode textMode, long largestPage) {
    this.textMode = textMode;
    this.largestPage = largestPage;
  }

  public TargetReading read(String key, Target target) {
    Collector collector = target.getSettings().getCollector();
    if (collector == Collector.VMAGENT) {
      return new TargetReading.LeftToOthers();
    }
    try {
      return new TargetReading.Scraped(check(key, target));
    } catch (InvalidTargetException e) {
      return new TargetReading.Invalid(String.valueOf(e.getMessage()));
    }
  }

  private ScrapeTarget check(String key, Target target) throws InvalidTargetException {
    if (!key.equals(target.getId())) {
      throw new InvalidTargetException(
          "id '%s' is not the record's key, '%s'".formatted(target.getId(), key));
    }
    ScrapeSettings settings = target.getSettings();
    long interval = settings.getScrapeIntervalMs();
    if (interval < SHORTEST_INTERVAL_MS || interval > LONGEST_INTERVAL_MS) {
      throw new InvalidTargetException(
          "scrape_interval_ms %d is outside %d to %d"
              .formatted(interval, SHORTEST_INTERVAL_MS, LONGEST_INTERVAL_MS));
    }
    long timeout = settings.getScrapeTimeoutMs();
    if (timeout < 1 || timeout > interval) {
      throw new InvalidTargetException(
          "scrape_timeout_ms %d is outside 1 to the interval, %d".formatted(timeout, interval));
    }
    return new ScrapeTarget(
        key,
        target.getCluster(),
        target.getJob(),
        endpoint(target),
        http(settings.getHttp()),
        Duration.ofMillis(interval),
        Duration.ofMillis(timeout),
        bodyLimit(settings.getLimits()),
        rules(target));
  }

  private static Endpoint endpoint(Target target) throws InvalidTargetException {
    boolean tls = target.getScheme().equals("https");
    if (!tls && !target.getScheme().equals("http")) {
      throw new InvalidTargetException(
          "scheme '%s' is neither http nor https".formatted(target.getScheme()));
    }
    String path = target.getPath();
    if (!path.startsWith("/") || !path.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
      throw new InvalidTargetException(
          "path '%s' does not begin with a slash, or holds blanks or characters beyond ASCII; write those as %%XX"
              .formatted(path));
    }
    return Endpoint.of(tls, target.getAddress(), path + query(path, target.getParams()))
        .orElseThrow(
            () ->
                new InvalidTargetException(
                    "address '%s' is not host:port with a port of 1 to 65535"
                        .formatted(target.getAddress())));
  }

  private static String query(String path, Map<String, List<String>> params) {
    StringBuilder query = new StringBuilder();
    params.forEach(
        (name, values) -> {
          for (String value : values) {
            query.append(query.isEmpty() && path.indexOf('?') < 0 ? '?' : '&');
            query.append(URLEncoder.encode(name, UTF_8)).append('=');
            query.append(URLEncoder.encode(value, UTF_8));
          }
        });
    return query.toString();
  }

  private long bodyLimit(ScrapeLimits limits) throws InvalidTargetException {
    long limit = limits.getBodySizeLimit();
    if (limit < 0) {
      throw new InvalidTargetException(
          "body_size_limit %d is negative; 0 means the worker's own".formatted(limit));
    }
    return limit == 0 ? largestPage : Math.min(limit, largestPage);
  }

  private SeriesRules rules(Target target) throws InvalidTargetException {
    for (Map.Entry<String, String> label : target.getLabels().entrySet()) {
      String name = label.getKey();
      if (!NameValidation.UTF8.isLabelName(name) || name.startsWith("__")) {
        throw new InvalidTargetException(
            "label '%s' is empty or begins with two underscores".formatted(name));
      }
    }
    ScrapeSettings settings = target.getSettings();
    ScrapeLimits limits = settings.getLimits();
    try {
      return new SeriesRules(
          LabelSet.of(target.getLabels()),
          settings.getHonorLabels(),
          settings.getHonorTimestamps(),
          new SeriesLimits(
              limits.getSampleLimit(),
              limits.getLabelLimit(),
              limits.getLabelNameLengthLimit(),
              limits.getLabelValueLengthLimit()),
          relabeling(settings.getMetricRelabelConfigs()),
          textMode);
    } catch (IllegalArgumentException e) {
      throw new InvalidTargetException(String.valueOf(e.getMessage()));
    }
  }

  private RelabelRules relabeling(List<RelabelConfig> configs) throws InvalidTargetException {
    RelabelRules known = shared.get(configs);
    if (known != null) {
      return known;
    }
    List<RelabelRule> rules = new ArrayList<>();
    for (int i = 0; i < configs.size(); i++) {
      try {
        rules.add(rule(configs.get(i)));
      } catch (RelabelException | SelectorException e) {
        throw new InvalidTargetException(
            "metric_relabel_configs[%d]: %s".formatted(i, e.getMessage()));
      }
    }
    RelabelRules compiled = RelabelRules.of(rules);
    shared.put(List.copyOf(configs), compiled);
    return compiled;
  }

  private static RelabelRule rule(RelabelConfig config) {
    String condition = config.getIf$();
    return new RelabelRule(
        config.getSourceLabels(),
        config.getSeparator(),
        config.getRegex(),
        config.getModulus(),
        config.getTargetLabel(),
        config.getReplacement(),
        RelabelAction.named(config.getAction()),
        condition == null ? null : SeriesSelector.parse(condition),
        NameValidation.UTF8);
  }

  private static HttpSettings http(HttpClientConfig config) throws InvalidTargetException {
    if (config.getBasicAuth() != null && config.getAuthorization() != null) {
      throw new InvalidTargetException("http: basic_auth and authorization exclude each other");
    }
    Map<String, SecretSource> headers = new LinkedHashMap<>();
    for (Map.Entry<String, SecretRef> header : config.getHeaders().entrySet()) {
      headers.put(header.getKey(), secret("http.headers." + header.getKey(), header.getValue()));
    }
    return new HttpSettings(
        config.getBasicAuth() == null
            ? null
            : new HttpSettings.BasicAuth(
                config.getBasicAuth().getUsername(),
                secret("http.basic_auth.password", config.getBasicAuth().getPassword())),
        config.getAuthorization() == null
            ? null
            : new HttpSettings.Authorization(
                config.getAuthorization().getType(),
                secret(
                    "http.authorization.credentials", config.getAuthorization().getCredentials())),
        headers,
        tls(config.getTlsConfig()),
        config.getProxyUrl(),
        config.getFollowRedirects());
  }

  private static HttpSettings.@Nullable Tls tls(@Nullable TlsConfig config)
      throws InvalidTargetException {
    if (config == null) {
      return null;
    }
    if ((config.getCertFile() == null) != (config.getKeyFile() == null)) {
      throw new InvalidTargetException("http.tls_config: cert_file and key_file go together");
    }
    return new HttpSettings.Tls(
        config.getCaFile(),
        config.getCertFile(),
        config.getKeyFile(),
        config.getServerName(),
        config.getInsecureSkipVerify());
  }

  private static SecretSource secret(String field, SecretRef reference)
      throws InvalidTargetException {
    String file = reference.getFile();
    String variable = reference.getEnv();
    if ((file == null) == (variable == null)) {
      throw new InvalidTargetException(field + ": give one of file and env");
    }
    return file != null
        ? new SecretSource.File(file)
        : new SecretSource.Environment(String.valueOf(variable));
  }
}
