package io.benchstream.cli.events;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.benchstream.cli.console.CommandFailure;
import io.benchstream.schemas.LifecycleEvent;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventFileTest {
  private static final String EVENT =
      "{\"id\":\"%s\",\"source\":\"/s\",\"time\":1,\"resourceType\":\"CLUSTER\",\"cluster\":\"c\",\"phase\":\"RUNNING\"}";

  private static List<String> ids(String text) throws IOException {
    return new EventFile()
        .parse("f", new ByteArrayInputStream(text.getBytes(UTF_8))).stream()
            .map(LifecycleEvent::getId)
            .toList();
  }

  @Test
  void takesOneAndManyAndLists() throws IOException {
    assertThat(ids(EVENT.formatted("a"))).containsExactly("a");
    assertThat(ids(EVENT.formatted("a") + "\n" + EVENT.formatted("b") + "\n"))
        .containsExactly("a", "b");
    assertThat(ids("[" + EVENT.formatted("a") + "," + EVENT.formatted("b") + "]"))
        .containsExactly("a", "b");
  }

  @Test
  void tellsWhichEventIsWrong() {
    assertThatThrownBy(() -> ids(EVENT.formatted("a") + "{\"id\":1}"))
        .isInstanceOf(CommandFailure.class)
        .hasMessage("f, event 2: id: 1 is not text");
    assertThatThrownBy(() -> ids("")).hasMessage("f holds no event");
  }

  @Test
  void tellsWhereTheFileIsNotJson(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("events.json");
    Files.writeString(file, "{\n  \"id\": }");
    assertThatThrownBy(() -> new EventFile().read(file))
        .hasMessageStartingWith(file + ":2: not JSON");
    assertThatThrownBy(() -> new EventFile().read(directory.resolve("none")))
        .hasMessageContaining("cannot be read");
  }
}
