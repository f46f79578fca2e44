package io.benchstream.discovery.slurm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.benchstream.local.process.ChildProcess;
import io.benchstream.local.process.PartException;
import io.benchstream.local.process.Readiness;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A real Slurm with the nodes n1 and n2, as the script {@code real-slurm} runs it; it ends with
 * this process.
 */
public final class RealSlurm implements AutoCloseable {
  private static final Duration START_TIMEOUT = Duration.ofMinutes(4);

  private static final Duration END_TIMEOUT = Duration.ofSeconds(60);

  private final ChildProcess process;
  private final Path directory;

  private RealSlurm(ChildProcess process, Path directory) {
    this.process = process;
    this.directory = directory;
  }

  /**
   * Starts one and prints that it did; empty, with the reason printed, where none can be started. A
   * Slurm that was started and does not work is an error.
   *
   * @param hook run by the controller when jobs start and end; null for none
   */
  public static Optional<RealSlurm> start(Path directory, @Nullable Path hook) throws IOException {
    Path script = directory.resolve("real-slurm");
    try (InputStream in =
        Objects.requireNonNull(RealSlurm.class.getResourceAsStream("real-slurm"))) {
      Files.copy(in, script);
    }
    List<String> command = new ArrayList<>(List.of("bash", script.toString()));
    command.add(directory.toString());
    if (hook != null) {
      command.add(hook.toString());
    }
    ChildProcess process =
        ChildProcess.start("real Slurm", command, directory, directory.resolve("real-slurm.log"));
    try {
      process.awaitReady(
          () ->
              Files.exists(directory.resolve("ready"))
                  ? new Readiness.Answer.Ready()
                  : new Readiness.Answer.Silent(),
          START_TIMEOUT);
    } catch (PartException e) {
      await().atMost(END_TIMEOUT).until(() -> living(directory).isEmpty());
      Path reason = directory.resolve("unavailable");
      System.out.println(
          "Slurm: captures of a real one, since "
              + (Files.exists(reason) ? Files.readString(reason).strip() + ": " : "")
              + e.getMessage());
      return Optional.empty();
    }
    RealSlurm slurm = new RealSlurm(process, directory);
    System.out.println("Slurm: a real one, in " + directory);
    return Optional.of(slurm);
  }

  /** slurmrestd's unix socket. */
  public Path socket() {
    return directory.resolve("slurmrestd.sock");
  }

  /** slurmrestd over TCP, for the user root with a token. */
  public URI url() throws IOException {
    return URI.create(Files.readString(directory.resolve("url")).strip());
  }

  /** Holds root's JWT. */
  public Path tokenFile() {
    return directory.resolve("token");
  }

  /** Runs a client command such as {@code sbatch}; returns what it prints. */
  public String run(String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(directory.resolve("slurm").toString()));
    command.addAll(List.of(words));
    Process client = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      String output = new String(client.getInputStream().readAllBytes(), UTF_8).strip();
      assertThat(client.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(client.exitValue()).as(output).isZero();
      return output;
    } finally {
      client.destroyForcibly();
    }
  }

  /** Ends it, and sees that none of its daemons is left; those that are too slow are killed. */
  @Override
  public void close() throws IOException {
    assertThat(Files.readAllLines(directory.resolve("pids"))).hasSize(6);
    process.close();
    living(directory).forEach(ProcessHandle::destroyForcibly);
    await()
        .atMost(END_TIMEOUT)
        .untilAsserted(() -> assertThat(living(directory)).as("daemons that live").isEmpty());
  }

  private static List<ProcessHandle> living(Path directory) throws IOException {
    Path pids = directory.resolve("pids");
    if (!Files.exists(pids)) {
      return List.of();
    }
    return Files.readAllLines(pids).stream()
        .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid)).stream())
        .filter(ProcessHandle::isAlive)
        .toList();
  }
}
