package io.benchstream.discovery.slurm;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the jobs of a kind look like. The first rule that matches a job says its kind.
 *
 * @param name RE2 expression for the whole job name; null for any
 * @param partition the partition; null for any
 * @param kind monitor profile of such jobs
 * @param labels of their targets
 * @param attributes for the profile, for example {@code port}
 */
public record SlurmJobRule(
    @Nullable String name,
    @Nullable String partition,
    String kind,
    Map<String, String> labels,
    Map<String, String> attributes) {
  public SlurmJobRule(
      @Nullable String name,
      @Nullable String partition,
      @Nullable String kind,
      @Nullable Map<String, String> labels,
      @Nullable Map<String, String> attributes) {
    if (kind == null) {
      throw new IllegalArgumentException("kind is missing; name a monitor profile, such as vllm");
    }
    if (name != null) {
      try {
        Pattern.compile(name);
      } catch (PatternSyntaxException e) {
        throw new IllegalArgumentException(
            "name: '%s' is no regular expression: %s".formatted(name, e.getMessage()), e);
      }
    }
    this.name = name;
    this.partition = partition;
    this.kind = kind;
    this.labels = labels == null ? Map.of() : Map.copyOf(labels);
    this.attributes = attributes == null ? Map.of() : Map.copyOf(attributes);
  }

  boolean matches(String jobName, String jobPartition) {
    return (name == null || Pattern.matches(name, jobName))
        && (partition == null || partition.equals(jobPartition));
  }
}
