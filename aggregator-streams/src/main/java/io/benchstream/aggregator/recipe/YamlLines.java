package io.benchstream.aggregator.recipe;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** The line of every key and list item of a YAML text, by JSON pointer. */
final class YamlLines {
  private final Map<String, Integer> lines = new HashMap<>();

  private YamlLines() {}

  static YamlLines of(String yaml) throws IOException {
    YamlLines result = new YamlLines();
    try (JsonParser parser = new YAMLFactory().createParser(yaml)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.FIELD_NAME || token.isScalarValue() || token.isStructStart()) {
          boolean opens = token.isStructStart();
          var context = opens ? parser.getParsingContext().getParent() : parser.getParsingContext();
          if (context != null) {
            result.lines.putIfAbsent(
                context.pathAsPointer().toString(), parser.currentTokenLocation().getLineNr());
          }
        }
      }
    }
    return result;
  }

  /** The line of the key, or of the nearest one around it. */
  int at(String pointer) {
    for (String path = pointer; ; path = path.substring(0, path.lastIndexOf('/'))) {
      Integer line = lines.get(path);
      if (line != null) {
        return line;
      }
      if (path.isEmpty()) {
        return 1;
      }
    }
  }
}
