package io.benchstream.discovery.connector;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls when something changes in the directories of files, or in directories themselves. A file
 * that is a link is watched at both of its places: a mounted ConfigMap changes at the first, the
 * file of a Ray session at the second. Where the system cannot watch, the reads at intervals
 * remain.
 */
final class FileWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FileWatch.class);

  private final WatchService service;
  private final Runnable changed;
  private final Map<Path, WatchKey> keys = new HashMap<>();

  FileWatch(String name, Runnable changed) throws IOException {
    this.changed = changed;
    this.service = FileSystems.getDefault().newWatchService();
    Thread.ofVirtual().name("watch-" + name).start(this::run);
  }

  /** Watches for these paths and no others. */
  void watch(Set<Path> paths) {
    Set<Path> directories = new HashSet<>();
    for (Path path : paths) {
      add(path.toAbsolutePath(), directories);
      try {
        add(path.toRealPath(), directories);
      } catch (IOException notThereYet) {
        // The directory it will stand in is watched.
      }
    }
    for (Path directory : directories) {
      if (!keys.containsKey(directory)) {
        register(directory);
      }
    }
    keys.entrySet()
        .removeIf(
            entry -> {
              boolean unwanted = !directories.contains(entry.getKey());
              if (unwanted || !entry.getValue().isValid()) {
                entry.getValue().cancel();
                return true;
              }
              return false;
            });
  }

  private static void add(Path path, Set<Path> directories) {
    Path directory = Files.isDirectory(path) ? path : path.getParent();
    if (directory != null && Files.isDirectory(directory)) {
      directories.add(directory);
    }
  }

  private void register(Path directory) {
    try {
      keys.put(
          directory,
          directory.register(
              service,
              StandardWatchEventKinds.ENTRY_CREATE,
              StandardWatchEventKinds.ENTRY_MODIFY,
              StandardWatchEventKinds.ENTRY_DELETE));
    } catch (IOException e) {
      LOG.warn("{} cannot be watched ({}); it is read at intervals", directory, e.toString());
    }
  }

  private void run() {
    try {
      while (true) {
        WatchKey key = service.take();
        key.pollEvents();
        key.reset();
        changed.run();
      }
    } catch (InterruptedException | ClosedWatchServiceException e) {
      // The end of the watch.
    }
  }

  @Override
  public void close() {
    try {
      service.close();
    } catch (IOException e) {
      LOG.warn("a watch could not be ended: {}", e.toString());
    }
  }
}
