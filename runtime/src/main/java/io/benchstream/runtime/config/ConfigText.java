package io.benchstream.runtime.config;

import java.io.IOException;

/**
 * A text of configuration, for messages about it.
 *
 * @param source the file, or what stands for one
 * @param yaml may be empty, where a message is of several files
 */
record ConfigText(String source, String yaml) {

  /** The line of a JSON pointer; 1 where it is not known. */
  int line(String pointer) {
    try {
      return YamlLines.of(yaml).at(pointer);
    } catch (IOException e) {
      return 1;
    }
  }
}
