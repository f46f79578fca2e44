package io.benchstream.gateway.artifact;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.benchstream.kpi.window.Coverage;
import io.benchstream.schemas.Endpoint;
import io.benchstream.schemas.KpiWindow;
import io.benchstream.schemas.OffsetRange;
import io.benchstream.schemas.Session;
import io.benchstream.schemas.SessionReport;
import io.benchstream.schemas.SessionTarget;
import io.benchstream.schemas.Target;
import io.benchstream.schemas.topics.TargetIds;
import io.benchstream.schemas.topics.Topic;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** MANIFEST.json: where the numbers come from, and the digests of the other files. */
final class ManifestFile {
  private static final int FORMAT = 1;
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private ManifestFile() {}

  /**
   * A target as far as it is known; what has gone from the topic may have been registered with the
   * session.
   */
  record KnownTarget(
      String id, String scope, String kind, String url, Map<String, String> labels) {}

  static void write(Path directory, Collected collected) throws IOException {
    Session session = collected.session();
    SessionReport report = collected.report();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("format", FORMAT);
    json.put("created_at", report.getCreatedAt().toString());
    ObjectNode of = json.putObject("session");
    of.put("session_id", session.getId());
    of.put("state", session.getState().name().toLowerCase(Locale.ROOT));
    of.put("start_time", session.getStart().toString());
    of.put("end_time", session.getEnd() == null ? null : session.getEnd().toString());
    texts(of.putObject("labels"), session.getLabels());
    texts(of.putObject("selector"), session.getSelector());
    ArrayNode jobs = of.putArray("jobs");
    session.getJobs().forEach(jobs::add);
    ObjectNode window = json.putObject("window");
    window.put("window_id", collected.window().getId());
    window.put("asked_start", collected.window().getStart().toString());
    window.put("asked_end", collected.window().getEnd().toString());
    window.put("start_time", report.getWindowStart().toString());
    window.put("end_time", report.getWindowEnd().toString());
    targets(json.putArray("targets"), collected);
    json.put("recipe_version", report.getRecipeVersion());
    json.put("kpis_left_out", report.getKpisLeftOut());
    coverage(json.putObject("coverage"), collected);
    json.putObject("software")
        .put("benchstream", Software.version())
        .put("java", Runtime.version().toString())
        .put("uplot", Software.uplotVersion());
    samples(json.putObject("samples"), collected);
    files(json.putArray("files"), directory);
    MAPPER.writeValue(directory.resolve(ArtifactFile.MANIFEST.fileName()).toFile(), json);
  }

  private static void texts(ObjectNode json, Map<String, String> texts) {
    new TreeMap<>(texts).forEach(json::put);
  }

  private static void targets(ArrayNode json, Collected collected) {
    for (KnownTarget target : targets(collected)) {
      ObjectNode each = json.addObject();
      each.put("id", target.id());
      each.put("scope", target.scope());
      each.put("kind", target.kind());
      each.put("url", target.url());
      texts(each.putObject("labels"), target.labels());
    }
  }

  /** The report's targets, by id. */
  static List<KnownTarget> targets(Collected collected) {
    Map<String, KnownTarget> registered = registered(collected.session());
    return collected.report().getTargetIds().stream()
        .sorted()
        .map(
            id -> {
              Target target = collected.targets().get(id);
              return target != null
                  ? known(target)
                  : registered.getOrDefault(id, new KnownTarget(id, "", "", "", Map.of()));
            })
        .toList();
  }

  private static KnownTarget known(Target target) {
    return new KnownTarget(
        target.getId(),
        target.getJob() == null ? target.getCluster() : target.getCluster() + "/" + target.getJob(),
        target.getKind(),
        target.getScheme() + "://" + target.getAddress() + target.getPath(),
        target.getLabels());
  }

  private static Map<String, KnownTarget> registered(Session session) {
    Map<String, KnownTarget> known = new HashMap<>();
    for (SessionTarget target : session.getTargets()) {
      for (Endpoint endpoint : target.getEndpoints()) {
        String id =
            TargetIds.of(
                target.getCluster(),
                target.getJob(),
                endpoint.getAddress(),
                endpoint.getPath(),
                endpoint.getParams());
        known.put(
            id,
            new KnownTarget(
                id,
                target.getCluster() + "/" + target.getJob(),
                target.getKind(),
                endpoint.getScheme() + "://" + endpoint.getAddress() + endpoint.getPath(),
                endpoint.getLabels()));
      }
    }
    return known;
  }

  private static void coverage(ObjectNode json, Collected collected) {
    json.put("least", collected.coverage());
    ArrayNode kpis = json.putArray("kpis");
    for (KpiWindow kpi : collected.report().getKpis()) {
      ObjectNode each = kpis.addObject();
      each.put("scope", Stats.scope(kpi.getScope()));
      each.put("kpi", kpi.getKpi());
      texts(each.putObject("labels"), kpi.getScope().getLabels());
      each.put("coverage", Coverage.of(kpi).ratio());
      each.put("scrapes_seen", kpi.getQuality().getScrapesSeen());
      each.put("scrapes_expected", kpi.getQuality().getScrapesExpected());
      each.put("counter_resets", kpi.getQuality().getCounterResets());
      each.put("gap_seconds", kpi.getQuality().getGapMs() / 1e3);
    }
  }

  private static void samples(ObjectNode json, Collected collected) {
    json.put("topic", collected.topicPrefix() + Topic.SAMPLES.shortName());
    ArrayNode ranges = json.putArray("offsets");
    for (OffsetRange range : collected.report().getOffsets()) {
      ranges
          .addObject()
          .put("partition", range.getPartition())
          .put("from", range.getFrom())
          .put("to", range.getTo());
    }
  }

  private static void files(ArrayNode json, Path directory) throws IOException {
    for (ArtifactFile file : ArtifactFile.values()) {
      if (file != ArtifactFile.MANIFEST) {
        Path path = directory.resolve(file.fileName());
        json.addObject()
            .put("name", file.fileName())
            .put("bytes", Files.size(path))
            .put("sha256", sha256(path));
      }
    }
  }

  /** The SHA-256 of a file, in hexadecimal. */
  static String sha256(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      DigestInputStream digested = new DigestInputStream(in, MessageDigest.getInstance("SHA-256"));
      digested.transferTo(java.io.OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(digested.getMessageDigest().digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
