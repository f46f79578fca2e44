package io.benchstream.runtime.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * JSON as a record: what {@link AvroJsonWriter} writes and what people write by hand. A field that
 * is left out takes its default; a field that the schema does not have is an error, and so is one
 * that is missing and has no default.
 */
public final class AvroJsonReader {
  /**
   * Reads a record.
   *
   * @throws IllegalArgumentException names the place, the value and what is wanted
   */
  public <T extends SpecificRecord> T read(JsonNode json, Class<T> type) {
    return type.cast(record("", json, SpecificData.get().getSchema(type)));
  }

  private SpecificRecord record(String path, JsonNode json, Schema schema) {
    if (!json.isObject()) {
      throw wrong(path, json, "an object");
    }
    for (Iterator<String> names = json.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (schema.getField(name) == null) {
        throw new IllegalArgumentException(
            "%sunknown field '%s'; known are %s"
                .formatted(
                    place(path),
                    name,
                    String.join(
                        ", ", schema.getFields().stream().map(Schema.Field::name).toList())));
      }
    }
    SpecificRecord record =
        (SpecificRecord) SpecificData.newInstance(SpecificData.get().getClass(schema), schema);
    for (Schema.Field field : schema.getFields()) {
      String at = path.isEmpty() ? field.name() : path + "." + field.name();
      JsonNode value = json.get(field.name());
      if (value == null) {
        if (!field.hasDefaultValue()) {
          throw new IllegalArgumentException("%s is missing: %s".formatted(at, field.doc()));
        }
        record.put(field.pos(), SpecificData.get().getDefaultValue(field));
      } else {
        record.put(field.pos(), value(at, value, field.schema()));
      }
    }
    return record;
  }

  private @Nullable Object value(String path, JsonNode json, Schema schema) {
    return switch (schema.getType()) {
      case RECORD -> record(path, json, schema);
      case UNION -> json.isNull() ? null : value(path, json, notNull(schema));
      case ARRAY -> array(path, json, schema.getElementType());
      case MAP -> map(path, json, schema.getValueType());
      case ENUM -> symbol(path, json, schema);
      case STRING -> text(path, json, "text");
      case BYTES -> ByteBuffer.wrap(bytes(path, json));
      case BOOLEAN -> {
        if (!json.isBoolean()) {
          throw wrong(path, json, "true or false");
        }
        yield json.booleanValue();
      }
      case INT -> {
        if (!json.canConvertToInt() || !json.isIntegralNumber()) {
          throw wrong(path, json, "a whole number");
        }
        yield json.intValue();
      }
      case LONG ->
          schema.getLogicalType() instanceof LogicalTypes.TimestampMillis
              ? time(path, json)
              : whole(path, json);
      case DOUBLE -> number(path, json);
      default ->
          throw new IllegalStateException("no record has a field of type " + schema.getType());
    };
  }

  private static Schema notNull(Schema union) {
    return union.getTypes().stream()
        .filter(type -> type.getType() != Schema.Type.NULL)
        .findFirst()
        .orElseThrow();
  }

  private List<@Nullable Object> array(String path, JsonNode json, Schema element) {
    if (!json.isArray()) {
      throw wrong(path, json, "a list");
    }
    List<@Nullable Object> items = new ArrayList<>();
    for (int i = 0; i < json.size(); i++) {
      items.add(value(path + "[" + i + "]", json.get(i), element));
    }
    return items;
  }

  private Map<String, @Nullable Object> map(String path, JsonNode json, Schema valueSchema) {
    if (!json.isObject()) {
      throw wrong(path, json, "an object");
    }
    Map<String, @Nullable Object> map = new HashMap<>();
    for (Map.Entry<String, JsonNode> entry : json.properties()) {
      map.put(entry.getKey(), value(path + "." + entry.getKey(), entry.getValue(), valueSchema));
    }
    return map;
  }

  private static Object symbol(String path, JsonNode json, Schema schema) {
    String text = text(path, json, "one of " + schema.getEnumSymbols());
    for (String symbol : schema.getEnumSymbols()) {
      if (symbol.equalsIgnoreCase(text)) {
        return SpecificData.get().createEnum(symbol, schema);
      }
    }
    throw wrong(path, json, "one of " + schema.getEnumSymbols());
  }

  private static String text(String path, JsonNode json, String wanted) {
    if (!json.isTextual()) {
      throw wrong(path, json, wanted);
    }
    return json.textValue();
  }

  private static byte[] bytes(String path, JsonNode json) {
    try {
      return Base64.getDecoder().decode(text(path, json, "bytes in Base64"));
    } catch (IllegalArgumentException e) {
      throw wrong(path, json, "bytes in Base64");
    }
  }

  private static long whole(String path, JsonNode json) {
    if (!json.canConvertToLong() || !json.isIntegralNumber()) {
      throw wrong(path, json, "a whole number");
    }
    return json.longValue();
  }

  private static double number(String path, JsonNode json) {
    if (json.isNumber()) {
      return json.doubleValue();
    }
    return switch (json.asText()) {
      case "NaN" -> Double.NaN;
      case "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> throw wrong(path, json, "a number, NaN, +Inf or -Inf");
    };
  }

  private static Instant time(String path, JsonNode json) {
    String wanted = "a time such as 2026-05-01T12:00:00Z, or milliseconds since 1970";
    if (json.isIntegralNumber()) {
      return Instant.ofEpochMilli(whole(path, json));
    }
    try {
      return Instant.parse(text(path, json, wanted));
    } catch (DateTimeParseException e) {
      throw wrong(path, json, wanted);
    }
  }

  private static IllegalArgumentException wrong(String path, JsonNode json, String wanted) {
    return new IllegalArgumentException("%s%s is not %s".formatted(place(path), json, wanted));
  }

  private static String place(String path) {
    return path.isEmpty() ? "" : path + ": ";
  }
}
