package io.benchstream.benchmarks.aggregator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.benchstream.aggregator.recipe.RecipeLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecipeFileTest {
  @TempDir Path directory;

  @Test
  void anyNumberIsAFileThatTheAggregatorTakes() throws IOException {
    int usual = RecipeFile.all().size();
    for (int count : new int[] {1, usual, usual + 1, 4 * usual}) {
      Path file = RecipeFile.of(count).write(directory);

      assertThat(new RecipeLoader().parse("file", Files.readString(file)).recipes())
          .as("%d recipes", count)
          .hasSize(count);
    }
  }

  @Test
  void noneIsTooFew() {
    assertThatThrownBy(() -> RecipeFile.of(0)).hasMessageContaining("--recipes 0");
  }
}
