package io.benchstream.local.process;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A directory belongs to one process at a time. The operating system lets go of the lock when its
 * holder dies, however that happens, so no stale file needs to be told from a live one; the file's
 * content, the holder's process id, serves the message only.
 */
public final class DirectoryLock implements AutoCloseable {
  private static final String FILE = "benchstream.lock";

  /**
   * The files locked by this JVM. The one static that changes: POSIX drops a process' lock when the
   * process closes any descriptor of the file, so a file must not even be opened a second time, and
   * that is a matter of the whole process.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path file;
  private final FileChannel channel;

  private DirectoryLock(Path file, FileChannel channel) {
    this.file = file;
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
    try {
      Files.createDirectories(directory);
      Path file = directory.toRealPath().resolve(FILE);
      String ownPid = Long.toString(ProcessHandle.current().pid());
      if (!HELD.add(file)) {
        throw inUse(part, directory, ownPid);
      }
      DirectoryLock lock = null;
      try {
        lock = lock(part, directory, file);
        lock.channel.truncate(0);
        lock.channel.write(ByteBuffer.wrap(ownPid.getBytes(StandardCharsets.US_ASCII)));
        return lock;
      } catch (IOException | RuntimeException failure) {
        if (lock == null) {
          HELD.remove(file);
        } else {
          lock.close();
        }
        throw failure;
      }
    } catch (IOException failure) {
      throw new PartException(
          "%s cannot use %s: %s; choose a directory that this user may write"
              .formatted(part, directory, failure),
          failure);
    }
  }

  private static DirectoryLock lock(String part, Path directory, Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    if (channel.tryLock() == null) {
      channel.close();
      throw inUse(part, directory, Files.readString(file).strip());
    }
    return new DirectoryLock(file, channel);
  }

  private static PartException inUse(String part, Path directory, String pid) {
    return new PartException(
        "%s cannot use %s: process %s runs on it; stop that, or choose another directory"
            .formatted(part, directory, pid));
  }

  @Override
  public synchronized void close() {
    if (!channel.isOpen()) {
      return; // by now the directory may be another's
    }
    try {
      channel.close();
    } catch (IOException ignored) {
      // The lock is gone either way: closing the descriptor is what the system goes by.
    } finally {
      HELD.remove(file);
    }
  }
}
