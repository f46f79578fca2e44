package io.benchstream.cli.installation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.benchstream.cli.console.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Local mode's directory: the parts' data below it, and the file that tells other commands where it
 * listens. The file stands there only while local mode runs.
 */
public record DataDirectory(Path path) {
  private static final String STATE_FILE = "local-mode.json";

  public DataDirectory {
    path = path.toAbsolutePath().normalize();
  }

  /**
   * The user's own: {@code $XDG_STATE_HOME/benchstream}, else {@code ~/.local/state/benchstream}.
   */
  public static DataDirectory usual(Map<String, String> environment, String home) {
    String state = environment.getOrDefault("XDG_STATE_HOME", "");
    Path base = state.isEmpty() ? Path.of(home, ".local", "state") : Path.of(state);
    return new DataDirectory(base.resolve("benchstream"));
  }

  public Path resolve(String name) {
    return path.resolve(name);
  }

  /**
   * The local mode that runs on this directory. One that died without a word does not count, nor a
   * process that has got its id since: in a container that can be this very one.
   */
  public Optional<LocalState> running() {
    try {
      LocalState state =
          mapper().readValue(Files.readString(resolve(STATE_FILE)), LocalState.class);
      return ProcessHandle.of(state.pid())
          .filter(process -> process.isAlive() && !startedAfter(process, state.startedAt()))
          .map(process -> state);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (JsonProcessingException e) {
      throw new CommandFailure(
          "%s is not a state file of this version; stop the local mode that wrote it, or delete it"
              .formatted(resolve(STATE_FILE)),
          e);
    } catch (IOException e) {
      throw new CommandFailure("%s cannot be read: %s".formatted(resolve(STATE_FILE), e), e);
    }
  }

  private static boolean startedAfter(ProcessHandle process, Instant time) {
    return process.info().startInstant().map(start -> start.isAfter(time)).orElse(false);
  }

  /** Tells others; the file appears whole. */
  public void write(LocalState state) {
    Path file = resolve(STATE_FILE);
    Path whole = resolve(STATE_FILE + ".new");
    try {
      Files.writeString(whole, mapper().writeValueAsString(state));
      Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new CommandFailure("%s cannot be written: %s".formatted(file, e), e);
    }
  }

  /** Takes the file away. */
  public void clear() {
    try {
      Files.deleteIfExists(resolve(STATE_FILE));
    } catch (IOException e) {
      throw new CommandFailure("%s cannot be deleted: %s".formatted(resolve(STATE_FILE), e), e);
    }
  }

  private static JsonMapper mapper() {
    return JsonMapper.builder()
        .addModule(new JavaTimeModule())
        .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .enable(SerializationFeature.INDENT_OUTPUT)
        .build();
  }
}
