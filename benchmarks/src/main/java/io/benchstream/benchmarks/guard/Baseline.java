package io.benchstream.benchmarks.guard;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * The committed ratios, {@code benchmarks/guard.json}.
 *
 * @param commit at which they were measured
 * @param limit how many times as large a ratio may become: 1.5 is 50 % more
 * @param ratios of each stage
 */
record Baseline(String commit, double limit, Map<Stage, Double> ratios) {
  static final double USUAL_LIMIT = 1.5;

  private static final MathContext DIGITS = new MathContext(3);

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  Baseline {
    if (!(limit > 1)) {
      throw new IllegalArgumentException(
          "limit: %s is not above 1; 1.5 fails at 50 %% more".formatted(limit));
    }
    EnumMap<Stage, Double> all = new EnumMap<>(Stage.class);
    all.putAll(ratios);
    for (Stage stage : Stage.values()) {
      Double ratio = all.get(stage);
      if (ratio == null || !(ratio > 0)) {
        throw new IllegalArgumentException(
            "ratios.%s: %s is no ratio; benchmarks/guard --update measures it"
                .formatted(stage, ratio));
      }
    }
    ratios = Collections.unmodifiableMap(all);
  }

  /**
   * Reads it.
   *
   * @throws IOException when it is not there or not valid; says what to do
   */
  static Baseline read(Path file) throws IOException {
    try {
      return JSON.readValue(Files.readAllBytes(file), Baseline.class);
    } catch (NoSuchFileException e) {
      throw new IOException(
          "%s is not there; benchmarks/guard --update measures and writes it".formatted(file), e);
    } catch (JacksonException e) {
      throw new IOException("%s: %s".formatted(file, e.getOriginalMessage()), e);
    }
  }

  /** Of measured ratios, to three digits: more of them no two runs have in common. */
  static Baseline measured(String commit, Map<Stage, Double> ratios) {
    Map<Stage, Double> rounded = new EnumMap<>(Stage.class);
    ratios.forEach(
        (stage, ratio) ->
            rounded.put(stage, BigDecimal.valueOf(ratio).round(DIGITS).doubleValue()));
    return new Baseline(commit, USUAL_LIMIT, rounded);
  }

  /** Writes it. */
  void write(Path file) throws IOException {
    Files.writeString(file, JSON.writeValueAsString(this) + "\n");
  }
}
