package io.benchstream.publisher;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * ConfigMaps that a vmagent's configuration is written to: {@code <name>} and {@code
 * <name>-jobs-<n>}.
 *
 * @param namespace where the maps are
 * @param name of the map with the main file; the others begin with it
 * @param jobMaps how many maps the job files are shared out among, each of which holds 900 kB;
 *     default 4, at most 100
 */
public record ConfigMapConfig(String namespace, String name, int jobMaps) {
  private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
  private static final int MOST_MAPS = 100;

  public ConfigMapConfig(@Nullable String namespace, @Nullable String name, int jobMaps) {
    this.namespace = named("namespace", namespace);
    this.name = named("name", name);
    if (jobMaps < 0 || jobMaps > MOST_MAPS) {
      throw new IllegalArgumentException(
          "job_maps: %d is outside 1 to %d".formatted(jobMaps, MOST_MAPS));
    }
    this.jobMaps = jobMaps == 0 ? 4 : jobMaps;
  }

  private static String named(String key, @Nullable String value) {
    if (value == null || !NAME.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "%s: '%s' is not a name of 1 to 63 of [a-z0-9-]".formatted(key, value));
    }
    return value;
  }
}
