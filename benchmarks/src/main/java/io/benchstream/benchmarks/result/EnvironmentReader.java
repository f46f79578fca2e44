package io.benchstream.benchmarks.result;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.benchstream.local.fetch.Binaries;
import io.benchstream.local.fetch.Tool;
import io.benchstream.local.process.PartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.utils.AppInfoParser;

/** Asks the machine what it is, and the programs which version they are. */
public final class EnvironmentReader {
  private static final Pattern VERSION = Pattern.compile("(?:version |/)v?(\\d+\\.\\d+\\.\\d+)");
  private static final Pattern CANDIDATE = Pattern.compile("Candidate: (\\d\\S*)");
  private static final int PATIENCE_SECONDS = 10;

  private EnvironmentReader() {}

  /** This machine; of the programs those that are named. */
  public static Environment read(Iterable<Tool> tools) throws IOException {
    Map<String, String> versions = new TreeMap<>();
    versions.put("Kafka", AppInfoParser.getVersion());
    for (Tool tool : tools) {
      versions.put(tool.label(), version(tool));
    }
    return new Environment(
        commit(),
        line(Path.of("/proc/cpuinfo"), "model name"),
        Runtime.getRuntime().availableProcessors(),
        Long.parseLong(line(Path.of("/proc/meminfo"), "MemTotal").replaceAll("\\D", "")) >> 10,
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        System.getProperty("java.vendor.version", System.getProperty("java.vendor"))
            + " "
            + System.getProperty("java.version"),
        versions);
  }

  /**
   * What the program says itself; Debian builds of some say nothing, then the package's version.
   */
  private static String version(Tool tool) {
    try {
      Path binary = Binaries.of(_ -> {}).find(tool);
      Matcher own =
          VERSION.matcher(output(binary.toString(), tool == Tool.NGINX ? "-v" : "--version"));
      if (own.find()) {
        return own.group(1);
      }
    } catch (PartException absent) {
      return "not on this machine";
    }
    Matcher packaged = CANDIDATE.matcher(output("apt-cache", "policy", tool.debianPackage()));
    return packaged.find() ? packaged.group(1) + " (Debian)" : "unknown";
  }

  private static String commit() {
    String commit = output("git", "rev-parse", "--short", "HEAD").strip();
    if (!commit.matches("[0-9a-f]+")) {
      return "unknown";
    }
    // What the benchmarks write themselves changes nothing that is measured.
    String changes =
        output(
            "git",
            "status",
            "--porcelain",
            "--untracked-files=no",
            ":/",
            ":!/docs",
            ":!/benchmarks/results",
            ":!/benchmarks/guard.json");
    return changes.isBlank() ? commit : commit + "+";
  }

  private static String line(Path file, String key) throws IOException {
    Optional<String> value =
        Files.readAllLines(file).stream()
            .filter(line -> line.startsWith(key))
            .map(line -> line.substring(line.indexOf(':') + 1).strip())
            .findFirst();
    return value.orElse("0");
  }

  /** Both outputs of a command; empty where it cannot be run. */
  private static String output(String... words) {
    try {
      Process process =
          new ProcessBuilder(words)
              .directory(ScriptHome.directory().toFile())
              .redirectErrorStream(true)
              .start();
      process.getOutputStream().close();
      String text = new String(process.getInputStream().readAllBytes(), UTF_8);
      return process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) ? text : "";
    } catch (IOException absent) {
      return "";
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      return "";
    }
  }
}
