package io.benchstream.discovery.slurm;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The values of slurmrestd's answers, which changed their shapes from version to version. */
final class SlurmAnswer {
  private static final Pattern STATE = Pattern.compile("(?:^|\\+)\\s*([A-Za-z_]+)");

  private SlurmAnswer() {}

  /** A number, or {@code {"set":true,"infinite":false,"number":N}}; null where it is not set. */
  static @Nullable Long number(JsonNode node) {
    if (node.isIntegralNumber()) {
      return node.longValue();
    }
    if (node.isObject() && node.path("set").asBoolean() && !node.path("infinite").asBoolean()) {
      return node.path("number").asLong();
    }
    return null;
  }

  static long number(JsonNode node, long otherwise) {
    Long number = number(node);
    return number == null ? otherwise : number;
  }

  /** A state, or a list of them; in capitals. */
  static List<String> states(JsonNode node) {
    List<String> states = new ArrayList<>();
    if (node.isArray()) {
      node.forEach(state -> states.add(state.asText().toUpperCase(Locale.ROOT)));
    } else if (node.isTextual()) {
      // "RUNNING", and in older ones "DOWN+NOT_RESPONDING" or "CANCELLED by 0".
      Matcher words = STATE.matcher(node.asText());
      while (words.find()) {
        states.add(words.group(1).toUpperCase(Locale.ROOT));
      }
    }
    return states;
  }

  static String text(JsonNode node) {
    return node.isTextual() ? node.textValue() : "";
  }
}
