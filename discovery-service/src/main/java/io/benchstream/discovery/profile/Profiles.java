package io.benchstream.discovery.profile;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.benchstream.runtime.config.ConfigException;
import io.benchstream.runtime.config.ConfigLoader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The profiles of an installation, by name: those that come with it and the user's own. */
public final class Profiles {
  private static final List<String> BUILT_IN =
      List.of("kubernetes", "qdrant", "ray", "slurm", "slurm-job", "static", "vllm");

  private final Map<String, Profile> byName;

  private Profiles(Map<String, Profile> byName) {
    this.byName = byName;
  }

  /**
   * The built-in profiles and those of a directory, one in each {@code *.yml} or {@code *.yaml}
   * file. A user's profile replaces the built-in one of its name.
   *
   * @param directory null: only the built-in ones
   * @throws ConfigException where a file is not a profile
   */
  public static Profiles load(ConfigLoader loader, @Nullable Path directory) {
    Map<String, Profile> byName = new TreeMap<>();
    for (String name : BUILT_IN) {
      byName.put(name, loader.parse(name + ".yml", resource(name + ".yml"), Profile.class));
    }
    if (directory != null) {
      Map<String, Path> origins = new TreeMap<>();
      for (Path file : files(directory)) {
        Profile profile = loader.load(file, Profile.class);
        Path other = origins.put(profile.name(), file);
        if (other != null) {
          throw new ConfigException(
              "%s: name: '%s' is the name of %s too; rename one of them"
                  .formatted(file, profile.name(), other));
        }
        byName.put(profile.name(), profile);
      }
    }
    return new Profiles(byName);
  }

  public Optional<Profile> get(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** All names, sorted. */
  public List<String> names() {
    return List.copyOf(byName.keySet());
  }

  private static List<Path> files(Path directory) {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries
          .filter(file -> file.toString().endsWith(".yml") || file.toString().endsWith(".yaml"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new ConfigException(
          "profiles: '%s' is not a directory that can be read; correct it or leave it out"
              .formatted(directory),
          e);
    }
  }

  private static String resource(String name) {
    try (InputStream in = Profiles.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the built-in profile " + name + " is not in the jar");
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
