package io.benchstream.cli.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.benchstream.cli.console.CommandFailure;
import io.benchstream.runtime.json.AvroJsonReader;
import io.benchstream.schemas.LifecycleEvent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Events in a file: one JSON document, several one after the other, or a list. */
final class EventFile {
  private static final String STANDARD_INPUT = "-";

  private final AvroJsonReader reader = new AvroJsonReader();

  List<LifecycleEvent> read(Path file) {
    boolean standard = file.toString().equals(STANDARD_INPUT);
    try (InputStream bytes = standard ? System.in : Files.newInputStream(file)) {
      return parse(standard ? "standard input" : file.toString(), bytes);
    } catch (JsonProcessingException e) {
      throw CommandFailure.usage(
          "%s:%d: not JSON: %s"
              .formatted(file, e.getLocation().getLineNr(), e.getOriginalMessage()),
          e);
    } catch (IOException e) {
      throw CommandFailure.usage("%s cannot be read: %s".formatted(file, e), e);
    }
  }

  List<LifecycleEvent> parse(String name, InputStream bytes) throws IOException {
    List<LifecycleEvent> events = new ArrayList<>();
    try (MappingIterator<JsonNode> documents =
        new ObjectMapper().readerFor(JsonNode.class).readValues(bytes)) {
      while (documents.hasNextValue()) {
        JsonNode document = documents.nextValue();
        if (document.isArray()) {
          for (JsonNode item : document) {
            events.add(event(name, events.size(), item));
          }
        } else {
          events.add(event(name, events.size(), document));
        }
      }
    }
    if (events.isEmpty()) {
      throw CommandFailure.usage(name + " holds no event", null);
    }
    return events;
  }

  private LifecycleEvent event(String name, int index, JsonNode json) {
    try {
      return reader.read(json, LifecycleEvent.class);
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage("%s, event %d: %s".formatted(name, index + 1, e.getMessage()), e);
    }
  }
}
