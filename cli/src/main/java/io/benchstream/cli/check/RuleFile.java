package io.benchstream.cli.check;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.benchstream.cli.console.CommandFailure;
import io.benchstream.relabel.labels.NameValidation;
import io.benchstream.relabel.rules.RelabelException;
import io.benchstream.relabel.rules.RelabelRuleReader;
import io.benchstream.relabel.rules.RelabelRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Relabeling rules in a YAML file: a list, as it stands under {@code relabel_configs}. */
public final class RuleFile {
  private RuleFile() {}

  /**
   * Reads the rules.
   *
   * @throws CommandFailure names the file and the place in it
   */
  public static RelabelRules read(Path file) {
    try {
      Object rules =
          YAMLMapper.builder()
              .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
              .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
              .build()
              .readValue(Files.readString(file), Object.class);
      return RelabelRules.of(new RelabelRuleReader(NameValidation.UTF8).readAll(rules));
    } catch (JsonProcessingException e) {
      throw new CommandFailure(
          "%s, line %d: not YAML: %s"
              .formatted(file, e.getLocation().getLineNr(), e.getOriginalMessage()),
          e);
    } catch (RelabelException e) {
      throw new CommandFailure("%s: %s".formatted(file, e.getMessage()), e);
    } catch (NoSuchFileException e) {
      throw CommandFailure.usage(file + ": no such file", e);
    } catch (IOException e) {
      throw CommandFailure.usage("%s cannot be read: %s".formatted(file, e), e);
    }
  }
}
