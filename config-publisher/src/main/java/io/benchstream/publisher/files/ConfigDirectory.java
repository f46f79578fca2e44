package io.benchstream.publisher.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.benchstream.publisher.rollout.ConfigSink;
import io.benchstream.publisher.vmagent.ScrapeConfig;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A configuration as files: the main file in the directory, the jobs in a directory below, which
 * belongs to this class alone. Each file is written beside its place, forced to disk and renamed;
 * one that holds the right bytes is not touched. Jobs are there before the main file names them,
 * and stay until it no longer does: so every moment's state is a whole configuration, also after a
 * crash. Not thread-safe.
 */
public final class ConfigDirectory implements ConfigSink {
  private static final String TEMPORARY = ".tmp";

  private final Path directory;

  public ConfigDirectory(Path directory) {
    this.directory = directory.toAbsolutePath().normalize();
  }

  @Override
  public boolean write(ScrapeConfig config) throws IOException {
    Path jobs = directory.resolve(ScrapeConfig.JOBS_DIRECTORY);
    Files.createDirectories(jobs);
    boolean changed = false;
    for (Map.Entry<String, String> job : config.jobs().entrySet()) {
      changed |= replace(directory.resolve(job.getKey()), job.getValue());
    }
    if (changed) {
      force(jobs);
    }
    if (replace(directory.resolve(ScrapeConfig.MAIN_FILE), config.main())) {
      force(directory);
      changed = true;
    }
    List<Path> unused = unused(jobs, config);
    for (Path file : unused) {
      Files.deleteIfExists(file);
    }
    return changed || !unused.isEmpty();
  }

  @Override
  public SortedMap<String, String> held() throws IOException {
    SortedMap<String, String> held = new TreeMap<>();
    byte[] main = content(directory.resolve(ScrapeConfig.MAIN_FILE));
    Path jobs = directory.resolve(ScrapeConfig.JOBS_DIRECTORY);
    if (main == null || !Files.isDirectory(jobs)) {
      return held;
    }
    String names = new String(main, UTF_8);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(jobs, "*.yml")) {
      for (Path file : files) {
        String path = ScrapeConfig.JOBS_DIRECTORY + "/" + file.getFileName();
        if (names.contains(path)) {
          held.put(path, Files.readString(file));
        }
      }
    }
    return held;
  }

  private static boolean replace(Path file, String text) throws IOException {
    byte[] wanted = text.getBytes(UTF_8);
    if (Arrays.equals(wanted, content(file))) {
      return false;
    }
    Path beside = file.resolveSibling(file.getFileName() + TEMPORARY);
    try (FileChannel channel =
        FileChannel.open(
            beside,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(wanted);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    return true;
  }

  private static byte @Nullable [] content(Path file) throws IOException {
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  /** Without this a rename may be lost in a power failure although the file's bytes are safe. */
  private static void force(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static List<Path> unused(Path jobs, ScrapeConfig config) throws IOException {
    List<Path> unused = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(jobs)) {
      for (Path file : files) {
        String path = ScrapeConfig.JOBS_DIRECTORY + "/" + file.getFileName();
        if (!config.jobs().containsKey(path) && !Files.isDirectory(file)) {
          unused.add(file);
        }
      }
    }
    return unused;
  }
}
