package io.benchstream.benchmarks.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a whole process has used up to a moment, from {@code /proc/<pid>} (proc(5)).
 *
 * @param cpuMicros user and system time of all its threads, in microseconds
 * @param residentBytes resident memory
 * @param nanos when it was read, by {@link System#nanoTime}
 */
public record ProcessUsage(long cpuMicros, long residentBytes, long nanos) {
  /** USER_HZ, which Linux fixes at 100 for every architecture this runs on. */
  private static final long TICKS_PER_SECOND = 100;

  private static final int UTIME = 11; // fields after the command's closing parenthesis
  private static final int STIME = 12;

  /** Reads the usage of a running process. */
  public static ProcessUsage of(long pid) throws IOException {
    String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    long ticks = Long.parseLong(fields[UTIME]) + Long.parseLong(fields[STIME]);
    return new ProcessUsage(ticks * 1_000_000 / TICKS_PER_SECOND, resident(pid), System.nanoTime());
  }

  private static long resident(long pid) throws IOException {
    return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
        .findFirst()
        .orElse(0);
  }

  /** CPU time used since an earlier reading, in microseconds. */
  public long cpuMicrosSince(ProcessUsage earlier) {
    return cpuMicros - earlier.cpuMicros;
  }

  /** Seconds since an earlier reading. */
  public double secondsSince(ProcessUsage earlier) {
    return (nanos - earlier.nanos) / 1e9;
  }
}
