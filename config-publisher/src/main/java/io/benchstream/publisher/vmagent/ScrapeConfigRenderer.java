package io.benchstream.publisher.vmagent;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.benchstream.schemas.Collector;
import io.benchstream.schemas.Target;
import io.benchstream.schemas.topics.ResourceKeys;
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

  /** A job whose targets take more text is divided; see {@link #divide}. */
  private static final int LARGEST_JOB = 200_000;

  private final ConfigYaml yaml = new ConfigYaml();
  private final String prefix;

  /** For a directory, with the jobs in one below. */
  public ScrapeConfigRenderer() {
    this(ScrapeConfig.JOBS_DIRECTORY + "/");
  }

  /**
   * @param prefix of the paths of job files, relative to the main file; empty for beside it
   */
  public ScrapeConfigRenderer(String prefix) {
    this.prefix = prefix;
  }

  /** Whether a vmagent collects the target. */
  static boolean collects(Target target) {
    Collector collector = target.getSettings().getCollector();
    return collector == Collector.VMAGENT || collector == Collector.BOTH;
  }

  /** Renders targets alone. */
  public ScrapeConfig render(Collection<Target> targets) {
    return render(Inventory.of(targets));
  }

  /**
   * Renders those of the targets that a vmagent collects, and the jobs of Kubernetes clusters; the
   * order of either is no matter.
   */
  public ScrapeConfig render(Inventory inventory) {
    Map<Job, List<Target>> groups = new LinkedHashMap<>();
    List<RefusedTarget> refused = new ArrayList<>();
    for (Target target : inventory.targets()) {
      if (!collects(target)) {
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
    SortedMap<String, String> files = new TreeMap<>();
    SortedMap<String, List<String>> members = new TreeMap<>();
    groups.forEach((job, targets) -> add(job, targets, files, members));
    for (KubernetesCluster cluster : inventory.clusters()) {
      String id = ResourceKeys.cluster(cluster.id());
      Optional<String> refusal = KubernetesYaml.refusal(cluster);
      if (refusal.isPresent()) {
        refused.add(new RefusedTarget(id, refusal.get()));
      } else {
        Job job = new Job(cluster.id(), KubernetesYaml.JOB, KubernetesYaml.job(cluster));
        String hash = job.hash(yaml);
        put(job, hash, Map.of(), List.of(id), files, members);
      }
    }
    refused.sort(Comparator.comparing(RefusedTarget::targetId));
    return config(files, members, refused);
  }

  private void add(
      Job job,
      List<Target> targets,
      SortedMap<String, String> files,
      SortedMap<String, List<String>> members) {
    String hash = job.hash(yaml);
    List<List<Target>> parts = divide(targets);
    for (int i = 0; i < parts.size(); i++) {
      List<Target> sorted = parts.get(i).stream().sorted(ORDER).toList();
      if (!sorted.isEmpty()) {
        put(
            job,
            parts.size() == 1 ? hash : "%s-%dof%d".formatted(hash, i + 1, parts.size()),
            Map.of("static_configs", sorted.stream().map(JobYaml::staticConfig).toList()),
            sorted.stream().map(Target::getId).toList(),
            files,
            members);
      }
    }
  }

  private void put(
      Job job,
      String suffix,
      Map<String, Object> targets,
      List<String> ids,
      SortedMap<String, String> files,
      SortedMap<String, List<String>> members) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("job_name", job.name("/", suffix));
    document.putAll(job.settings());
    document.putAll(targets);
    String path = prefix + job.name("_", suffix) + ".yml";
    files.put(path, yaml.write(List.of(document)));
    members.put(path, ids);
  }

  /**
   * Divides the targets of a large job, so that a change rewrites a part of it and a part fits into
   * a ConfigMap. A target's part depends on its id and the number of parts, a power of two.
   */
  private static List<List<Target>> divide(List<Target> targets) {
    long text = 0;
    for (Target target : targets) {
      text += JobYaml.footprint(target);
    }
    int count = 1;
    while (text / count > LARGEST_JOB) {
      count *= 2;
    }
    List<List<Target>> parts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      parts.add(new ArrayList<>());
    }
    for (Target target : targets) {
      parts.get(Math.floorMod(target.getId().hashCode(), count)).add(target);
    }
    return parts;
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

  /**
   * A configuration of job files that are there, whosever they are.
   *
   * @param files text by path
   */
  public ScrapeConfig of(SortedMap<String, String> files) {
    return config(files, new TreeMap<>(), List.of());
  }

  /** The configuration of no target at all. */
  public ScrapeConfig empty() {
    return render(Inventory.of(List.of()));
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
