package io.benchstream.benchmarks.result;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Results as JSON: a file for each. */
public final class ResultFile {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  private ResultFile() {}

  /** Writes the file, whole or not at all. */
  public static void write(Path file, Result result) throws IOException {
    Path absolute = file.toAbsolutePath();
    Path directory = Files.createDirectories(absolute.getParent());
    Path whole = Files.createTempFile(directory, "result-", ".tmp");
    try {
      Files.write(whole, JSON.writeValueAsBytes(result));
      Files.move(whole, absolute, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(whole);
    }
  }

  /**
   * Reads a file.
   *
   * @throws IOException when it cannot be read or is no result; names the file
   */
  public static Result read(Path file) throws IOException {
    try {
      return JSON.readValue(Files.readAllBytes(file), Result.class);
    } catch (com.fasterxml.jackson.core.JacksonException e) {
      throw new IOException(
          "%s is not the result of a benchmark: %s; delete it and measure again"
              .formatted(file, e.getOriginalMessage()),
          e);
    }
  }
}
