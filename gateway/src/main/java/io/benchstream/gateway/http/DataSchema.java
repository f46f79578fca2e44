package io.benchstream.gateway.http;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.benchstream.gateway.event.DataRules;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * The rules of one schema of the contract, for events {@code LifecycleEventData}. What to write
 * instead is the description of the rule that is broken. Thread-safe.
 */
final class DataSchema implements DataRules {
  private static final String BASE = "app://events/";
  private static final String EVENT_DATA = "LifecycleEventData";
  private static final int LONGEST_VALUE = 120;

  /** Keywords that say what is wrong; the others only say that something below them is. */
  private static final Set<String> LEAVES =
      Set.of(
          "pattern",
          "enum",
          "const",
          "type",
          "minimum",
          "maximum",
          "minLength",
          "maxLength",
          "maxProperties",
          "minItems",
          "maxItems");

  private final String name;
  private final JsonNode schema;
  private final Validator validator;

  DataSchema(ApiContract contract) {
    this(contract, EVENT_DATA);
  }

  /**
   * The rules of a schema.
   *
   * @param name in the contract's components
   */
  DataSchema(ApiContract contract, String name) {
    this.name = name;
    ObjectNode root = new ObjectMapper().createObjectNode();
    root.put("$ref", "#/$defs/" + name);
    String components = contract.json().at("/components/schemas").toString();
    JsonObject definitions =
        new JsonObject(components.replace("#/components/schemas/", "#/$defs/"));
    JsonObject json = new JsonObject(root.toString()).put("$defs", definitions);
    this.schema = readTree(json.encode());
    this.validator =
        Validator.create(
            JsonSchema.of(json),
            new JsonSchemaOptions()
                .setBaseUri(BASE)
                .setDraft(Draft.DRAFT202012)
                .setOutputFormat(OutputFormat.Basic));
  }

  private static JsonNode readTree(String json) {
    try {
      return new ObjectMapper().readTree(json);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Override
  public Optional<Violation> violation(JsonNode data) {
    OutputUnit result = validator.validate(new JsonObject(data.toString()));
    if (result.getValid()) {
      return Optional.empty();
    }
    List<OutputUnit> errors = result.getErrors() == null ? List.of() : result.getErrors();
    return errors.stream()
        .filter(this::isUnknownField)
        .map(this::unknownField)
        .findFirst()
        .or(() -> errors.stream().filter(this::isLeaf).map(e -> broken(e, data)).findFirst())
        .or(
            () ->
                errors.stream()
                    .filter(e -> keyword(e).equals("required"))
                    .map(e -> missing(e, data))
                    .findFirst())
        .or(() -> Optional.of(new Violation("", "does not match the schema " + name)));
  }

  private boolean isUnknownField(OutputUnit error) {
    if (!keyword(error).equals("additionalProperties")) {
      return false;
    }
    JsonNode owner = rule(error);
    return owner.path("additionalProperties").isBoolean()
        && !owner.path("properties").has(last(instance(error)));
  }

  private boolean isLeaf(OutputUnit error) {
    return LEAVES.contains(keyword(error));
  }

  private Violation unknownField(OutputUnit error) {
    String known =
        StreamSupport.stream(
                ((Iterable<String>) () -> rule(error).path("properties").fieldNames())
                    .spliterator(),
                false)
            .collect(Collectors.joining(", "));
    return new Violation(field(instance(error)), "is an unknown field; known are " + known);
  }

  private Violation missing(OutputUnit error, JsonNode data) {
    JsonPointer at = instance(error);
    for (JsonNode name : rule(error).path("required")) {
      if (!data.at(at).has(name.asText())) {
        JsonPointer field = at.appendProperty(name.asText());
        JsonNode property = rule(error).path("properties").path(name.asText());
        JsonNode reference = property.path("$ref");
        String description =
            (reference.isTextual() ? schema.at(reference.asText().substring(1)) : property)
                .path("description")
                .asText();
        return new Violation(field(field), "is missing: " + description);
      }
    }
    return new Violation(field(at), String.valueOf(error.getError()));
  }

  private Violation broken(OutputUnit error, JsonNode data) {
    JsonPointer at = instance(error);
    JsonPointer ruleAt = pointer(error.getAbsoluteKeywordLocation()).head();
    boolean name = last(ruleAt).equals("propertyNames");
    String value = name ? last(at) : text(data.at(at));
    JsonPointer described = name ? ruleAt.head() : ruleAt;
    String remedy = schema.at(described).path("description").asText();
    String what =
        switch (keyword(error)) {
          case "pattern", "enum", "const" ->
              name ? "is not a name for it" : "is not a value for it";
          case "type" -> "is not of the type " + schema.at(ruleAt).path("type");
          default -> "is out of bounds";
        };
    return new Violation(field(at), "'%s' %s. %s".formatted(value, what, remedy).strip());
  }

  private static String text(JsonNode value) {
    String text = value.isTextual() ? value.textValue() : value.toString();
    String cut = text.length() > LONGEST_VALUE ? text.substring(0, LONGEST_VALUE) + "..." : text;
    return cut.replaceAll("\\p{Cntrl}", "?");
  }

  /** The schema object that holds the keyword. */
  private JsonNode rule(OutputUnit error) {
    return schema.at(pointer(error.getAbsoluteKeywordLocation()).head());
  }

  private static String keyword(OutputUnit error) {
    return last(pointer(error.getAbsoluteKeywordLocation()));
  }

  private static JsonPointer instance(OutputUnit error) {
    return pointer(error.getInstanceLocation());
  }

  private static JsonPointer pointer(String location) {
    return JsonPointer.compile(location.substring(location.indexOf('#') + 1));
  }

  private static String last(JsonPointer pointer) {
    JsonPointer last = pointer.last();
    return last == null ? "" : last.getMatchingProperty();
  }

  /** {@code /endpoints/2/address} as {@code endpoints[2].address}. */
  private static String field(JsonPointer pointer) {
    List<String> parts = new ArrayList<>();
    for (JsonPointer step = pointer; !step.matches(); step = step.tail()) {
      String name = step.getMatchingProperty();
      if (step.mayMatchElement() && !parts.isEmpty()) {
        parts.add("[" + name + "]");
      } else {
        parts.add(parts.isEmpty() ? name : "." + name);
      }
    }
    return String.join("", parts);
  }
}
