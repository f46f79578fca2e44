package io.benchstream.cli.sessions;

import com.fasterxml.jackson.databind.JsonNode;

/** Numbers of the API: those that JSON does not have are texts, and null is none. */
final class JsonNumber {
  private JsonNumber() {}

  static double of(JsonNode node) {
    if (node.isNumber()) {
      return node.asDouble();
    }
    return parse(node.asText());
  }

  static double parse(String text) {
    return switch (text) {
      case "+Inf", "Infinity" -> Double.POSITIVE_INFINITY;
      case "-Inf", "-Infinity" -> Double.NEGATIVE_INFINITY;
      case "", "null", "NaN" -> Double.NaN;
      default -> Double.parseDouble(text);
    };
  }
}
