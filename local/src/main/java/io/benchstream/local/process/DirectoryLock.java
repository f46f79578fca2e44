package io.benchstream.local.process;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A directory belongs to one process at a time. The operating system lets go of the lock when its
 * holder dies, however that happens, so no stale file needs to be told from a live one; the file's
 * content, the holder's process id, serves the message only.
 */
public final class DirectoryLock implements AutoCloseable {
  private static final String FILE = "benchstream.lock";

  private final FileChannel channel;

  private DirectoryLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the directory, which is created when it is new.
   *
   * @param part for the message
   * @throws PartException when another process holds it, or this one from elsewhere, or it cannot
   *     be written
   */
  public static DirectoryLock acquire(String part, Path directory) {
    Path file = directory.resolve(FILE);
    try {
      Files.createDirectories(directory);
      FileChannel channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      if (tryLock(channel) == null) {
        channel.close();
        throw new PartException(
            "%s cannot use %s: process %s runs on it; stop that, or choose another directory"
                .formatted(part, directory, Files.readString(file).strip()));
      }
      channel.truncate(0);
      channel.write(
          ByteBuffer.wrap(
              Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
      return new DirectoryLock(channel);
    } catch (IOException failure) {
      throw new PartException(
          "%s cannot use %s: %s; choose a directory that this user may write"
              .formatted(part, directory, failure),
          failure);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException heldInThisJvm) {
      return null;
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException ignored) {
      // The lock is gone either way: closing the descriptor is what the system goes by.
    }
  }
}
