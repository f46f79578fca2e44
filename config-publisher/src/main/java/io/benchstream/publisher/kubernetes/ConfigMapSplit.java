package io.benchstream.publisher.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Shares files out among ConfigMaps, none of which may hold more than a limit. A file's place comes
 * from its name, and is the next one with room where that is full: so a change touches few maps,
 * and the same files give the same maps.
 */
final class ConfigMapSplit {
  private ConfigMapSplit() {}

  /**
   * The files of each map.
   *
   * @param files text by name
   * @param count number of maps
   * @param limit most bytes of a map, names and text together
   * @throws IOException where they do not fit
   */
  static List<SortedMap<String, String>> split(
      SortedMap<String, String> files, int count, int limit) throws IOException {
    List<SortedMap<String, String>> maps = new ArrayList<>();
    long[] sizes = new long[count];
    for (int i = 0; i < count; i++) {
      maps.add(new TreeMap<>());
    }
    for (Map.Entry<String, String> file : files.entrySet()) {
      long size = size(file);
      int place = Math.floorMod(file.getKey().hashCode(), count);
      int tried = 0;
      while (tried < count && sizes[place] + size > limit) {
        place = (place + 1) % count;
        tried++;
      }
      if (tried == count) {
        throw new IOException(
            "%d job files do not fit into %d ConfigMaps of %d bytes each, '%s' of %d bytes is one too"
                    .formatted(files.size(), count, limit, file.getKey(), size)
                + " many; raise config_map.job_maps and mount as many");
      }
      maps.get(place).put(file.getKey(), file.getValue());
      sizes[place] += size;
    }
    return maps;
  }

  /** Bytes of a map's content, as its limit counts them. */
  static long size(Map<String, String> files) {
    long size = 0;
    for (Map.Entry<String, String> file : files.entrySet()) {
      size += size(file);
    }
    return size;
  }

  private static long size(Map.Entry<String, String> file) {
    return (long) file.getKey().getBytes(UTF_8).length + file.getValue().getBytes(UTF_8).length;
  }
}
