package io.benchstream.publisher.vmagent;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.benchstream.schemas.Collector;
import io.benchstream.schemas.Target;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Renders targets into a vmagent scrape configuration; the same targets give the same bytes.
 *
 * <p>One job, and one file, for the targets of a cluster and kind that share all settings. The
 * targets stand in the job itself ({@code static_configs}) and not in {@code file_sd} lists:
 * vmagent 1.79 does not read such lists again on a reload, but only every five minutes. On a reload
 * vmagent keeps the scrape loops of targets that did not change, whatever job file they are in.
 */
public final class ScrapeConfigRenderer {
  private static final Pattern UNSAFE = Pattern.compile("[^A-Za-z0-9._-]+");
  private static final int LONGEST_NAME_PART = 60;
  private static final int HASH_BYTES = 8;
  private static final Comparator<Target> ORDER =
      Comparator.comparing(Target::getAddress).thenComparing(Target::getId);

  private final ConfigYaml yaml = new ConfigYaml();

  /**
   * Renders those of the targets that a vmagent collects; the order of the targets is no matter.
   */
  public ScrapeConfig render(Collection<Target> targets) {
    Map<Job, List<Target>> groups = new LinkedHashMap<>();
    List<RefusedTarget> refused = new ArrayList<>();
    for (Target target : targets) {
      Collector collector = target.getSettings().getCollector();
      if (collector != Collector.VMAGENT && collector != Collector.BOTH) {
        continue;
      }
      Optional<String> refusal = TargetRules.refusal(target);
      if (refusal.isPresent()) {
        refused.add(new RefusedTarget(target.getId(), refusal.get()));
      } else {
        Job job = new Job(target.getCluster(), target.getKind(), JobYaml.settings(target));
        groups.computeIfAbsent(job, _ -> new ArrayList<>()).add(target);
      }
    }
    refused.sort(Comparator.comparing(RefusedTarget::targetId));
    return assemble(groups, refused);
  }

  private ScrapeConfig assemble(Map<Job, List<Target>> groups, List<RefusedTarget> refused) {
    SortedMap<String, String> files = new TreeMap<>();
    SortedMap<String, List<String>> members = new TreeMap<>();
    groups.forEach(
        (job, targets) -> {
          String hash = job.hash(yaml);
          List<Target> sorted = targets.stream().sorted(ORDER).toList();
          Map<String, Object> document = new LinkedHashMap<>();
          document.put("job_name", job.name("/", hash));
          document.putAll(job.settings());
          document.put("static_configs", sorted.stream().map(JobYaml::staticConfig).toList());
          String path = ScrapeConfig.JOBS_DIRECTORY + "/" + job.name("_", hash) + ".yml";
          files.put(path, yaml.write(List.of(document)));
          members.put(path, sorted.stream().map(Target::getId).toList());
        });
    return config(files, members, refused);
  }

  /**
   * The configuration with some of its jobs only.
   *
   * @param paths of the job files to keep
   */
  public ScrapeConfig only(ScrapeConfig config, Set<String> paths) {
    SortedMap<String, String> files = new TreeMap<>(config.jobs());
    files.keySet().retainAll(paths);
    SortedMap<String, List<String>> members = new TreeMap<>(config.members());
    members.keySet().retainAll(paths);
    return config(files, members, config.refused());
  }

  /** The configuration of no target at all. */
  public ScrapeConfig empty() {
    return render(List.of());
  }

  private ScrapeConfig config(
      SortedMap<String, String> files,
      SortedMap<String, List<String>> members,
      List<RefusedTarget> refused) {
    MessageDigest digest = sha256();
    files.forEach(
        (path, text) -> {
          digest.update(path.getBytes(UTF_8));
          digest.update(text.getBytes(UTF_8));
        });
    String generation = hex(digest);
    Map<String, Object> main = new LinkedHashMap<>();
    main.put("scrape_configs", List.of(Map.of("job_name", ScrapeConfig.marker(generation))));
    main.put("scrape_config_files", List.copyOf(files.keySet()));
    return new ScrapeConfig(yaml.write(main), files, members, generation, refused);
  }

  private record Job(String cluster, String kind, Map<String, Object> settings) {
    /** Tells jobs apart whose readable part is the same. */
    String hash(ConfigYaml yaml) {
      MessageDigest digest = sha256();
      digest.update(yaml.write(List.of(cluster, kind, settings)).getBytes(UTF_8));
      return hex(digest);
    }

    String name(String separator, String hash) {
      return readable(cluster) + separator + readable(kind) + separator + hash;
    }

    private static String readable(String text) {
      String safe = UNSAFE.matcher(text).replaceAll("-");
      return safe.length() <= LONGEST_NAME_PART ? safe : safe.substring(0, LONGEST_NAME_PART);
    }
  }

  private static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest(), 0, HASH_BYTES);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
