package io.benchstream.cli.installation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
  @TempDir Path temp;

  private static LocalState state(long pid) {
    return state(pid, Instant.now());
  }

  private static LocalState state(long pid, Instant startedAt) {
    return new LocalState(
        pid, startedAt, "h:1", "http://r", "http://s", "http://g", "p.", 8, "/v", "http://m");
  }

  @Test
  void usualPlaceFollowsXdg() {
    assertThat(DataDirectory.usual(Map.of(), "/home/u").path())
        .isEqualTo(Path.of("/home/u/.local/state/benchstream"));
    assertThat(DataDirectory.usual(Map.of("XDG_STATE_HOME", "/s"), "/home/u").path())
        .isEqualTo(Path.of("/s/benchstream"));
  }

  @Test
  void stateIsThereWhileItsProcessLives() {
    DataDirectory directory = new DataDirectory(temp);
    assertThat(directory.running()).isEmpty();
    LocalState state = state(ProcessHandle.current().pid());
    directory.write(state);
    assertThat(directory.running()).contains(state);
    directory.clear();
    assertThat(directory.running()).isEmpty();
  }

  @Test
  void stateOfADeadProcessDoesNotCount() {
    DataDirectory directory = new DataDirectory(temp);
    directory.write(state(Long.MAX_VALUE));
    assertThat(directory.running()).isEmpty();
  }

  @Test
  void stateOfAnEarlierProcessOfTheSameIdDoesNotCount() {
    DataDirectory directory = new DataDirectory(temp);
    directory.write(state(ProcessHandle.current().pid(), Instant.EPOCH));
    assertThat(directory.running()).isEmpty();
  }

  @Test
  void foreignFileIsToldInWords() throws IOException {
    Files.writeString(temp.resolve("local-mode.json"), "nonsense");
    assertThatThrownBy(() -> new DataDirectory(temp).running())
        .hasMessageContaining("local-mode.json is not a state file of this version");
  }
}
