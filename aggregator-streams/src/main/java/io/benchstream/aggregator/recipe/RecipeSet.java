package io.benchstream.aggregator.recipe;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.avro.SchemaNormalization;

/** The recipes that an aggregator works with. Immutable. */
public final class RecipeSet {
  private final String version;
  private final List<Recipe> recipes;
  private final Map<String, Recipe> byName;
  private final long fingerprint;

  /**
   * @param version given by the author, for example {@code 1}
   */
  public RecipeSet(String version, List<Recipe> recipes) {
    this.recipes = List.copyOf(recipes);
    this.byName =
        this.recipes.stream().collect(Collectors.toMap(Recipe::name, Function.identity()));
    this.fingerprint = SchemaNormalization.fingerprint64(this.recipes.toString().getBytes(UTF_8));
    this.version = "%s+%08x".formatted(version, (int) (fingerprint >>> 32));
  }

  /** The author's version and a hash of the content, so that no edit goes unseen. */
  public String version() {
    return version;
  }

  public List<Recipe> recipes() {
    return recipes;
  }

  public Optional<Recipe> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** A hash of the content. */
  public long fingerprint() {
    return fingerprint;
  }
}
