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
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
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
    return parse(file.toString(), text(file), type);
  }

  /**
   * Reads one configuration from several files, each of which holds some of its topmost keys: what
   * the services of an installation share, and what is one service's own.
   *
   * @throws ConfigException where one cannot be read or is invalid, or two have the same key
   */
  public <T> T load(List<Path> files, Class<T> type) {
    if (files.size() == 1) {
      return load(files.getFirst(), type);
    }
    ObjectNode whole = mapper.createObjectNode();
    Map<String, ConfigText> origin = new LinkedHashMap<>();
    for (Path file : files) {
      ConfigText text = new ConfigText(file.toString(), text(file));
      JsonNode tree = tree(text);
      for (Map.Entry<String, JsonNode> key : tree.properties()) {
        ConfigText other = origin.putIfAbsent(key.getKey(), text);
        if (other != null) {
          throw new ConfigException(
              "%s:%d: %s: it is in %s, too; leave it in one of them"
                  .formatted(
                      text.source(), text.line("/" + key.getKey()), key.getKey(), other.source()));
        }
        whole.set(key.getKey(), key.getValue());
      }
    }
    ConfigText all =
        new ConfigText(files.stream().map(Path::toString).collect(Collectors.joining(", ")), "");
    return map(mapper.treeAsTokens(whole), type, key -> origin.getOrDefault(key, all));
  }

  private JsonNode tree(ConfigText text) {
    try {
      JsonNode tree = mapper.readTree(text.yaml());
      if (tree.isMissingNode() || tree.isNull()) {
        return mapper.createObjectNode();
      }
      if (!tree.isObject()) {
        throw new ConfigException("%s: it does not hold keys".formatted(text.source()));
      }
      return tree;
    } catch (JsonProcessingException e) {
      throw invalid(text, e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new ConfigException("%s: no such file; give another with --config".formatted(file), e);
    } catch (IOException e) {
      throw new ConfigException("%s: cannot be read: %s".formatted(file, e.getMessage()), e);
    }
  }

  /**
   * Reads text.
   *
   * @param source named in errors, for example the file
   * @throws ConfigException where it is invalid
   */
  public <T> T parse(String source, String yaml, Class<T> type) {
    ConfigText text = new ConfigText(source, yaml);
    try {
      // A file of nothing but comments asks for the defaults.
      JsonNode tree = mapper.readTree(yaml);
      boolean empty = tree.isMissingNode() || tree.isNull();
      return map(mapper.createParser(empty ? "{}" : yaml), type, _ -> text);
    } catch (JsonProcessingException e) {
      throw invalid(text, e);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a text in memory is always readable
    }
  }

  /**
   * @param textOf the text that holds a topmost key; asked for "" where an error is of no key
   */
  private <T> T map(JsonParser parser, Class<T> type, Function<String, ConfigText> textOf) {
    try (parser) {
      return mapper.readValue(parser, type);
    } catch (UnrecognizedPropertyException e) {
      throw error(textOf, e, "unknown key; known are " + known(e.getKnownPropertyIds()));
    } catch (InvalidFormatException e) {
      throw error(
          textOf,
          e,
          "'%s' is not a %s%s"
              .formatted(e.getValue(), word(e.getTargetType()), choices(e.getTargetType())));
    } catch (ValueInstantiationException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw error(textOf, e, String.valueOf(cause.getMessage()));
    } catch (JsonMappingException e) {
      throw error(textOf, e, e.getOriginalMessage());
    } catch (JsonProcessingException e) {
      throw invalid(textOf.apply(""), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a text in memory is always readable
    }
  }

  private static ConfigException invalid(ConfigText text, JsonProcessingException e) {
    return new ConfigException(
        "%s%s: not valid YAML: %s"
            .formatted(text.source(), place(e.getLocation()), e.getOriginalMessage()),
        e);
  }

  private static ConfigException error(
      Function<String, ConfigText> textOf, JsonMappingException e, String what) {
    StringBuilder key = new StringBuilder();
    StringBuilder pointer = new StringBuilder();
    String topmost = "";
    for (JsonMappingException.Reference step : e.getPath()) {
      String name = step.getFieldName();
      if (name == null) {
        key.append('[').append(step.getIndex()).append(']');
        pointer.append('/').append(step.getIndex());
      } else {
        topmost = key.isEmpty() ? name : topmost;
        key.append(key.isEmpty() ? "" : ".").append(name);
        pointer.append('/').append(name.replace("~", "~0").replace("/", "~1"));
      }
    }
    ConfigText text = textOf.apply(topmost);
    return new ConfigException(
        "%s:%d: %s%s"
            .formatted(
                text.source(),
                text.line(pointer.toString()),
                key.isEmpty() ? "" : key + ": ",
                what),
        e);
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
