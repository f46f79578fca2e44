package io.benchstream.local.process;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the process that listens on a port, as far as this user may see: Linux' {@code /proc/net}
 * gives the socket's inode, {@code /proc/<pid>/fd} who holds it. Elsewhere nothing is found.
 */
final class PortOwner {
  private static final String LISTEN = "0A";
  private static final int LOCAL_ADDRESS = 1;
  private static final int STATE = 3;
  private static final int INODE = 9;
  private static final int COMMAND_LIMIT = 120;

  private PortOwner() {}

  /** For example {@code process 4711 (/usr/bin/prometheus --config.file=...)}. */
  static Optional<String> of(int port) {
    Set<String> sockets = new HashSet<>();
    for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
      sockets.addAll(listeningInodes(Path.of(table), port));
    }
    if (sockets.isEmpty()) {
      return Optional.empty();
    }
    return ProcessHandle.allProcesses()
        .filter(process -> holds(process.pid(), sockets))
        .findFirst()
        .map(PortOwner::describe);
  }

  private static Set<String> listeningInodes(Path table, int port) {
    String suffix = String.format(Locale.ROOT, ":%04X", port);
    Set<String> inodes = new HashSet<>();
    try {
      for (String line : Files.readAllLines(table)) {
        String[] fields = line.strip().split("\\s+", -1);
        if (fields.length > INODE
            && fields[LOCAL_ADDRESS].endsWith(suffix)
            && fields[STATE].equals(LISTEN)) {
          inodes.add("socket:[" + fields[INODE] + "]");
        }
      }
    } catch (IOException noProcFileSystem) {
      return Set.of();
    }
    return inodes;
  }

  private static boolean holds(long pid, Set<String> sockets) {
    try (DirectoryStream<Path> descriptors =
        Files.newDirectoryStream(Path.of("/proc", Long.toString(pid), "fd"))) {
      for (Path descriptor : descriptors) {
        if (sockets.contains(linkTarget(descriptor))) {
          return true;
        }
      }
    } catch (IOException gone) {
      return false;
    }
    return false;
  }

  private static String linkTarget(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException closedMeanwhile) {
      return "";
    }
  }

  private static String describe(ProcessHandle process) {
    String command = process.info().commandLine().or(() -> process.info().command()).orElse("?");
    if (command.length() > COMMAND_LIMIT) {
      command = command.substring(0, COMMAND_LIMIT) + "...";
    }
    return "process %d (%s)".formatted(process.pid(), command);
  }
}
