package io.benchstream.gateway.artifact;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.benchstream.gateway.problem.Problem;
import io.benchstream.gateway.problem.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directories of collected windows, {@code <root>/<output_dir>/<session>/<window>}. A directory
 * is there with all of its files or not at all: it is written beside its place and renamed. Nothing
 * is read or written outside of the root, nor through symbolic links below it. Thread-safe.
 */
public final class ArtifactStore {
  private static final Logger LOG = LoggerFactory.getLogger(ArtifactStore.class);
  private static final String UNFINISHED = ".unfinished-";
  private static final Duration ABANDONED = Duration.ofHours(1);
  private static final String FIELD = "output_dir";
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final Path root;

  /**
   * A store.
   *
   * @param root made when the first files are written
   */
  public ArtifactStore(Path root) {
    this.root = root.toAbsolutePath().normalize();
  }

  /** Writes the files of a window. */
  @FunctionalInterface
  public interface Content {
    /**
     * Writes files.
     *
     * @param directory empty, and only there for this
     */
    void write(Path directory) throws IOException;
  }

  /**
   * A directory that a request names, relative to the root; empty for the root itself.
   *
   * @param outputDir relative to the root, or an absolute path in it; null for the root
   * @throws ProblemException names the field where it is outside of the root
   */
  public String relative(@Nullable String outputDir) {
    if (outputDir == null) {
      return "";
    }
    Path wanted;
    try {
      wanted = Path.of(outputDir);
    } catch (InvalidPathException e) {
      throw refused(outputDir, "it is not a path");
    }
    for (Path name : wanted) {
      if (name.toString().equals("..")) {
        throw refused(outputDir, "it has '..' in it");
      }
    }
    Path path = root.resolve(wanted).normalize();
    if (!path.startsWith(root)) {
      throw refused(outputDir, "it is outside of the artifacts directory");
    }
    checkLinks(outputDir, path);
    return root.relativize(path).toString();
  }

  private void checkLinks(String outputDir, Path path) {
    Path step = root;
    for (Path name : root.relativize(path)) {
      step = step.resolve(name);
      if (Files.isSymbolicLink(step)) {
        throw refused(outputDir, "'%s' is a symbolic link".formatted(name));
      }
      if (Files.exists(step, LinkOption.NOFOLLOW_LINKS)
          && !Files.isDirectory(step, LinkOption.NOFOLLOW_LINKS)) {
        throw refused(outputDir, "'%s' is not a directory".formatted(name));
      }
    }
  }

  private static ProblemException refused(String outputDir, String why) {
    return new ProblemException(
        Problem.badRequest(
            FIELD,
            "output_dir '%s' is refused: %s; name a directory under the gateway's artifacts directory"
                .formatted(outputDir, why)));
  }

  /**
   * Where a window's files are, or will be.
   *
   * @param relative of {@link #relative}
   */
  public Path place(String relative, String sessionId, String windowId) {
    Path place = root.resolve(relative).resolve(sessionId).resolve(windowId).normalize();
    if (!place.startsWith(root) || place.equals(root)) {
      throw refused(relative, "it is outside of the artifacts directory");
    }
    return place;
  }

  /**
   * Writes a window's files, in the place of earlier ones.
   *
   * @throws ProblemException 507 where they cannot be written; then nothing is there of them
   */
  public Path write(String relative, String sessionId, String windowId, Content content) {
    Path place = place(relative, sessionId, windowId);
    checkLinks(relative, place);
    Path session = root.resolve(relative).resolve(sessionId);
    Path unfinished = session.resolve(UNFINISHED + UUID.randomUUID());
    try {
      Files.createDirectories(session);
      removeAbandoned(session);
      Files.createDirectory(unfinished);
      content.write(unfinished);
      replace(unfinished, place);
      return place;
    } catch (IOException | UncheckedIOException e) {
      LOG.error("the files of {} were not written", place, e);
      throw new ProblemException(
          Problem.of(
              507,
              "Files not written",
              "the files could not be written; the gateway's log says why, often a full disk or"
                  + " missing rights"));
    } finally {
      remove(unfinished);
    }
  }

  /** The earlier directory goes first, since a directory cannot take the place of a full one. */
  private synchronized void replace(Path unfinished, Path place) throws IOException {
    Path former = place.resolveSibling(UNFINISHED + UUID.randomUUID());
    boolean again = Files.exists(place, LinkOption.NOFOLLOW_LINKS);
    if (again) {
      Files.move(place, former, StandardCopyOption.ATOMIC_MOVE);
    }
    Files.move(unfinished, place, StandardCopyOption.ATOMIC_MOVE);
    if (again) {
      remove(former);
    }
  }

  /** What a gateway left that was killed while it wrote. */
  private static void removeAbandoned(Path directory) throws IOException {
    Instant before = Instant.now().minus(ABANDONED);
    try (Stream<Path> entries = Files.list(directory)) {
      for (Path entry : entries.toList()) {
        if (entry.getFileName().toString().startsWith(UNFINISHED)
            && Files.getLastModifiedTime(entry, LinkOption.NOFOLLOW_LINKS)
                .toInstant()
                .isBefore(before)) {
          remove(entry);
        }
      }
    }
  }

  private static void remove(Path directory) {
    if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (Stream<Path> tree = Files.walk(directory)) {
      List<Path> deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      LOG.warn("{} could not be removed: {}", directory, e.getMessage());
    }
  }

  /** What is in MANIFEST.json of a window; empty where the window's files are not there. */
  public Optional<JsonNode> manifest(String relative, String sessionId, String windowId) {
    return file(relative, sessionId, windowId, ArtifactFile.MANIFEST.fileName())
        .map(
            file -> {
              try {
                return MAPPER.readTree(file.toFile());
              } catch (IOException e) {
                LOG.warn("{} cannot be read: {}", file, e.getMessage());
                return null;
              }
            });
  }

  /** A file of a window; empty where it is not there. */
  public Optional<Path> file(String relative, String sessionId, String windowId, String name) {
    Path place = place(relative, sessionId, windowId);
    Path file = place.resolve(name);
    boolean inside = place.equals(file.normalize().getParent());
    boolean plain = Path.of(name).getNameCount() == 1;
    checkLinks(relative, place);
    return inside && plain && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        ? Optional.of(file)
        : Optional.empty();
  }
}
