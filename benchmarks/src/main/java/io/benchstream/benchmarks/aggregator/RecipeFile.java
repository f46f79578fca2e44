package io.benchstream.benchmarks.aggregator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.benchstream.aggregator.recipe.RecipeLoader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A number of recipes, made of the default set. */
final class RecipeFile {
  private static final YAMLMapper YAML = new YAMLMapper();

  private final ObjectNode file;

  private RecipeFile(ObjectNode file) {
    this.file = file;
  }

  /** The default set. */
  static RecipeFile all() throws IOException {
    try (InputStream in = RecipeLoader.class.getResourceAsStream("recipes.yaml")) {
      if (in == null) {
        throw new IOException("the aggregator has no recipes.yaml any more");
      }
      return new RecipeFile((ObjectNode) YAML.readTree(in));
    }
  }

  /** The first of them, or all and then the same again under other names. */
  static RecipeFile of(int count) throws IOException {
    if (count < 1) {
      throw new IllegalArgumentException("--recipes %d: 1 is the least".formatted(count));
    }
    ObjectNode file = all().file;
    JsonNode set = file.get("recipes");
    ArrayNode wanted = YAML.createArrayNode();
    for (int i = 0; i < count; i++) {
      ObjectNode recipe = set.get(i % set.size()).deepCopy();
      int round = i / set.size();
      if (round > 0) {
        recipe.put("name", recipe.get("name").asText() + "_" + round);
      }
      wanted.add(recipe);
    }
    file.set("recipes", wanted);
    return new RecipeFile(file);
  }

  int size() {
    return file.get("recipes").size();
  }

  Path write(Path directory) throws IOException {
    Path path = directory.resolve("recipes.yaml");
    Files.write(path, YAML.writeValueAsBytes(file));
    return path;
  }
}
