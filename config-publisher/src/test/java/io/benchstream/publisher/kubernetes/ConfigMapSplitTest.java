package io.benchstream.publisher.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ConfigMapSplitTest {
  @Test
  void everyFileIsInOneMapAndNoneIsTooLarge() throws IOException {
    SortedMap<String, String> files = files(40, 100);

    List<SortedMap<String, String>> maps = ConfigMapSplit.split(files, 5, 1_200);

    TreeMap<String, String> all = new TreeMap<>();
    maps.forEach(all::putAll);
    assertThat(all).isEqualTo(files);
    assertThat(maps.stream().mapToInt(Map::size).sum()).isEqualTo(40);
    assertThat(maps)
        .allSatisfy(map -> assertThat(ConfigMapSplit.size(map)).isLessThanOrEqualTo(1_200));
  }

  @Test
  void bytesCountAndNotCharacters() throws IOException {
    SortedMap<String, String> files = new TreeMap<>();
    files.put("a", "ü".repeat(100));

    assertThat(ConfigMapSplit.split(files, 1, 201)).containsExactly(files);
    assertThatThrownBy(() -> ConfigMapSplit.split(files, 1, 200)).isInstanceOf(IOException.class);
  }

  @Test
  void whereThereIsRoomAFurtherFileMovesNoOther() throws IOException {
    SortedMap<String, String> files = files(20, 100);
    List<SortedMap<String, String>> before = ConfigMapSplit.split(files, 4, 10_000);

    files.put("another", "text");
    List<SortedMap<String, String>> after = ConfigMapSplit.split(files, 4, 10_000);

    after.forEach(map -> map.remove("another"));
    assertThat(after).isEqualTo(before);
  }

  @Test
  void whatDoesNotFitIsNamedWithTheRemedy() {
    assertThatThrownBy(() -> ConfigMapSplit.split(files(20, 100), 2, 500))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("2 ConfigMaps of 500 bytes")
        .hasMessageContaining("job_maps");
  }

  private static SortedMap<String, String> files(int count, int length) {
    SortedMap<String, String> files = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      files.put("file%03d".formatted(i), "x".repeat(length));
    }
    return files;
  }
}
