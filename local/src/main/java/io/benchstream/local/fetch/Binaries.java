package io.benchstream.local.fetch;

import io.benchstream.local.process.PartException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Finds programs, and fetches those that are nowhere; see the package for the order. */
public final class Binaries {
  private final List<BinarySource> sources;

  private Binaries(List<BinarySource> sources) {
    this.sources = sources;
  }

  /**
   * Looks in all places.
   *
   * @param chosen paths that the user gave by flag; they win
   * @param environment {@code PATH}, {@code HOME}, {@code XDG_CACHE_HOME} and {@link
   *     Tool#variable()} count
   * @param progress told, line by line, when something is fetched; that may take a minute
   */
  public static Binaries of(
      Map<Tool, Path> chosen, Map<String, String> environment, Consumer<String> progress) {
    return of(chosen, environment, progress, List.of(new DebianPackage(), new DockerImage()));
  }

  static Binaries of(
      Map<Tool, Path> chosen,
      Map<String, String> environment,
      Consumer<String> progress,
      List<Fetcher> fetchers) {
    BinaryCache cache = new BinaryCache(environment);
    List<BinarySource> sources = new ArrayList<>();
    sources.add(new NamedPath(chosen, environment));
    sources.add(new SearchPath(environment));
    sources.add(cache);
    for (Fetcher fetcher : fetchers) {
      sources.add(new FetchingSource(cache, fetcher, progress));
    }
    return new Binaries(List.copyOf(sources));
  }

  /** With this process' environment and no paths given. */
  public static Binaries of(Consumer<String> progress) {
    return of(Map.of(), System.getenv(), progress);
  }

  /**
   * The program's path.
   *
   * @throws PartException when it is nowhere and cannot be fetched; lists what was tried, and how
   *     to get it
   */
  public Path find(Tool tool) {
    StringBuilder tried = new StringBuilder();
    for (BinarySource source : sources) {
      switch (source.find(tool)) {
        case BinarySource.Outcome.Found(Path binary) -> {
          return binary;
        }
        case BinarySource.Outcome.Missing(String where, String why) ->
            tried.append("  ").append(where).append(": ").append(why).append('\n');
      }
    }
    throw new PartException(
        """
        %s is not on this machine and cannot be fetched. Tried:
        %sGet it in one of these ways, then run this again:
          Debian, Ubuntu: apt-get install %s
          Docker: start it, so that %s can be copied from %s
          anywhere: download it, and name its path in %s\
        """
            .formatted(
                tool.label(),
                tried,
                tool.debianPackage(),
                tool.pathInImage(),
                tool.image(),
                tool.variable()));
  }
}
