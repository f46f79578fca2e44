package io.benchstream.runtime.config;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Reads YAML into configuration records. Keys are the record's component names in snake_case;
 * durations are written as in Prometheus; a key that the record does not have is an error. Records
 * validate in their compact constructor by throwing {@link IllegalArgumentException}; a missing key
 * arrives there as {@code null} (0 or false for a primitive).
 */
public final class ConfigLoader {
  private final ObjectMapper mapper;

  public ConfigLoader() {
    SimpleModule types = new SimpleModule();
    types.addDeserializer(Duration.class, new DurationDeserializer());
    mapper =
        YAMLMapper.builder(new YAMLFactory())
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .addModule(types)
            .build();
  }

  /**
   * Reads a file.
   *
   * @throws ConfigException where it cannot be read or is invalid
   */
  public <T> T load(Path file, Class<T> type) {
    String yaml;
    try {
      yaml = Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new ConfigException("%s: no such file; give another with --config".formatted(file), e);
    } catch (IOException e) {
      throw new ConfigException("%s: cannot be read: %s".formatted(file, e.getMessage()), e);
    }
    return parse(file.toString(), yaml, type);
  }

  /**
   * Reads text.
   *
   * @param source named in errors, for example the file
   * @throws ConfigException where it is invalid
   */
  public <T> T parse(String source, String yaml, Class<T> type) {
    try {
      JsonNode tree = mapper.readTree(yaml);
      // A file of nothing but comments asks for the defaults.
      return tree.isMissingNode() || tree.isNull()
          ? mapper.readValue("{}", type)
          : mapper.readValue(yaml, type);
    } catch (UnrecognizedPropertyException e) {
      throw error(source, yaml, e, "unknown key; known are " + known(e.getKnownPropertyIds()));
    } catch (InvalidFormatException e) {
      throw error(
          source,
          yaml,
          e,
          "'%s' is not a %s%s"
              .formatted(e.getValue(), word(e.getTargetType()), choices(e.getTargetType())));
    } catch (ValueInstantiationException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw error(source, yaml, e, String.valueOf(cause.getMessage()));
    } catch (JsonMappingException e) {
      throw error(source, yaml, e, e.getOriginalMessage());
    } catch (JsonProcessingException e) {
      throw new ConfigException(
          "%s%s: not valid YAML: %s"
              .formatted(source, place(e.getLocation()), e.getOriginalMessage()),
          e);
    }
  }

  private static ConfigException error(
      String source, String yaml, JsonMappingException e, String what) {
    StringBuilder key = new StringBuilder();
    StringBuilder pointer = new StringBuilder();
    for (JsonMappingException.Reference step : e.getPath()) {
      if (step.getFieldName() == null) {
        key.append('[').append(step.getIndex()).append(']');
        pointer.append('/').append(step.getIndex());
      } else {
        key.append(key.isEmpty() ? "" : ".").append(step.getFieldName());
        pointer.append('/').append(step.getFieldName().replace("~", "~0").replace("/", "~1"));
      }
    }
    return new ConfigException(
        "%s:%d: %s%s"
            .formatted(
                source, line(yaml, pointer.toString()), key.isEmpty() ? "" : key + ": ", what),
        e);
  }

  private static int line(String yaml, String pointer) {
    try {
      return YamlLines.of(yaml).at(pointer);
    } catch (IOException e) {
      return 1;
    }
  }

  private static String place(JsonLocation location) {
    return location == null || location.getLineNr() < 1 ? "" : ":" + location.getLineNr();
  }

  private static String known(Collection<Object> ids) {
    return ids.stream().map(String::valueOf).collect(Collectors.toCollection(TreeSet::new)).stream()
        .collect(Collectors.joining(", "));
  }

  private static String word(Class<?> type) {
    if (type.isEnum()) {
      return "choice here";
    }
    return type == int.class || type == Integer.class || type == long.class || type == Long.class
        ? "whole number"
        : type.getSimpleName().toLowerCase(java.util.Locale.ROOT);
  }

  private static String choices(Class<?> type) {
    return type.isEnum() ? "; it takes one of " + List.of(type.getEnumConstants()) : "";
  }

  private static final class DurationDeserializer extends StdDeserializer<Duration> {
    private static final long serialVersionUID = 1L;

    DurationDeserializer() {
      super(Duration.class);
    }

    @Override
    public Duration deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      String text = parser.getText();
      try {
        return DurationText.parse(text);
      } catch (IllegalArgumentException e) {
        throw JsonMappingException.from(parser, e.getMessage(), e);
      }
    }
  }
}
