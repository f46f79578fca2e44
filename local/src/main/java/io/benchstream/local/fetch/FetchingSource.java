package io.benchstream.local.fetch;

import io.benchstream.local.process.PartException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Fetches into the cache, one process at a time: who waited for another finds in the cache what the
 * other fetched.
 */
final class FetchingSource implements BinarySource {
  private static final Duration PATIENCE = Duration.ofMinutes(15);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration TRIAL_TIMEOUT = Duration.ofSeconds(20);

  private final BinaryCache cache;
  private final Fetcher fetcher;
  private final Consumer<String> progress;

  FetchingSource(BinaryCache cache, Fetcher fetcher, Consumer<String> progress) {
    this.cache = cache;
    this.fetcher = fetcher;
    this.progress = progress;
  }

  @Override
  public Outcome find(Tool tool) {
    try {
      Path stage = cache.stage();
      try (FileChannel _ = lock()) {
        if (cache.find(tool) instanceof Outcome.Found found) {
          return found;
        }
        cache.sweep();
        progress.accept("fetching %s: %s".formatted(tool.label(), fetcher.origin(tool)));
        return fetch(tool, stage);
      } finally {
        BinaryCache.deleteRecursively(stage);
      }
    } catch (Command.FailedException | IOException failure) {
      String why = failure instanceof IOException ? failure.toString() : failure.getMessage();
      return new Outcome.Missing(fetcher.origin(tool), String.valueOf(why));
    }
  }

  private Outcome fetch(Tool tool, Path stage) throws Command.FailedException, IOException {
    Map<Tool, Path> fetched = fetcher.fetch(tool, stage);
    for (Map.Entry<Tool, Path> program : fetched.entrySet()) {
      // One that is built for another machine is found out here and not at the start of a part.
      new Command(stage, TRIAL_TIMEOUT)
          .run(List.of(program.getValue().toString(), program.getKey().versionOption()));
      cache.install(program.getKey(), program.getValue());
    }
    return cache.find(tool);
  }

  private FileChannel lock() throws IOException {
    FileChannel channel =
        FileChannel.open(cache.lockFile(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    boolean said = false;
    while (tryLock(channel) == null) {
      if (System.nanoTime() - deadline > 0) {
        channel.close();
        throw new PartException(
            "another process has been fetching into %s for %d minutes; stop that"
                .formatted(cache.lockFile().getParent(), PATIENCE.toMinutes()));
      }
      if (!said) {
        progress.accept("waiting for another process that fetches into the cache");
        said = true;
      }
      pause(channel);
    }
    return channel;
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException heldByAnotherThread) {
      return null;
    }
  }

  private static void pause(FileChannel channel) throws IOException {
    try {
      Thread.sleep(POLL);
    } catch (InterruptedException stop) {
      channel.close();
      Thread.currentThread().interrupt();
      throw new PartException("waiting for the cache was interrupted", stop);
    }
  }
}
