package io.benchstream.runtime.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/**
 * Any record as JSON for people and scripts: names as in the schema, times in ISO 8601, bytes in
 * Base64. JSON has no NaN and no infinity: they are the strings {@code NaN}, {@code +Inf} and
 * {@code -Inf}, as in Prometheus' API.
 */
public final class AvroJsonWriter {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  public ObjectNode write(IndexedRecord record) {
    ObjectNode node = NODES.objectNode();
    for (Schema.Field field : record.getSchema().getFields()) {
      node.set(field.name(), value(record.get(field.pos())));
    }
    return node;
  }

  private JsonNode value(@Nullable Object value) {
    return switch (value) {
      case null -> NODES.nullNode();
      case IndexedRecord record -> write(record);
      case Map<?, ?> map -> map(map);
      case Collection<?> items -> array(items);
      case Instant time -> NODES.textNode(time.toString());
      case Double number -> number(number);
      case Integer number -> NODES.numberNode(number);
      case Long number -> NODES.numberNode(number);
      case Boolean flag -> NODES.booleanNode(flag);
      case ByteBuffer bytes -> NODES.textNode(base64(bytes));
      default -> NODES.textNode(value.toString());
    };
  }

  private ObjectNode map(Map<?, ?> map) {
    ObjectNode node = NODES.objectNode();
    Map<String, Object> sorted = new TreeMap<>();
    map.forEach((key, item) -> sorted.put(String.valueOf(key), item));
    sorted.forEach((key, item) -> node.set(key, value(item)));
    return node;
  }

  private ArrayNode array(Collection<?> items) {
    ArrayNode node = NODES.arrayNode();
    items.forEach(item -> node.add(value(item)));
    return node;
  }

  private static JsonNode number(double number) {
    if (Double.isNaN(number)) {
      return NODES.textNode("NaN");
    }
    if (Double.isInfinite(number)) {
      return NODES.textNode(number > 0 ? "+Inf" : "-Inf");
    }
    return NODES.numberNode(number);
  }

  private static String base64(ByteBuffer bytes) {
    byte[] copy = new byte[bytes.remaining()];
    bytes.duplicate().get(copy);
    return Base64.getEncoder().encodeToString(copy);
  }
}
