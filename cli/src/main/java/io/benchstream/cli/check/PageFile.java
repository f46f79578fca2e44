package io.benchstream.cli.check;

import io.benchstream.cli.console.CommandFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A page in a file or on standard input. */
final class PageFile {
  /** As large a page as a worker takes where it is not told otherwise. */
  static final int LARGEST = 64 << 20;

  private static final String STANDARD_INPUT = "-";

  private final String name;
  private final byte[] bytes;

  private PageFile(String name, byte[] bytes) {
    this.name = name;
    this.bytes = bytes;
  }

  /** What messages call it. */
  String name() {
    return name;
  }

  /** To be read only. */
  byte[] bytes() {
    return bytes;
  }

  static PageFile read(Path file, InputStream standardInput) {
    boolean standard = file.toString().equals(STANDARD_INPUT);
    String name = standard ? "standard input" : file.toString();
    try (InputStream in = standard ? standardInput : Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(LARGEST + 1);
      if (bytes.length > LARGEST) {
        throw new CommandFailure(
            "%s has more than %,d bytes, the largest page that a worker takes"
                .formatted(name, LARGEST));
      }
      return new PageFile(name, bytes);
    } catch (NoSuchFileException e) {
      throw CommandFailure.usage(name + ": no such file; `-` means standard input", e);
    } catch (IOException e) {
      throw CommandFailure.usage("%s cannot be read: %s".formatted(name, e), e);
    }
  }
}
