package io.benchstream.gateway.http;

import io.benchstream.gateway.problem.Problem;
import io.benchstream.gateway.problem.ProblemException;
import io.vertx.core.MultiMap;
import io.vertx.json.schema.SchemaRepository;
import io.vertx.json.schema.common.dsl.SchemaType;
import io.vertx.openapi.contract.Location;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.contract.Parameter;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a request in path and query, as the contract has them. They are read here and
 * not by Vert.x, which takes a text such as 1.5 for a number and refuses it.
 */
final class Parameters {
  private final Map<String, Object> values;

  private Parameters(Map<String, Object> values) {
    this.values = values;
  }

  /**
   * Reads the parameters of an operation. One that it does not have is refused: a misspelt filter
   * would filter nothing.
   *
   * @throws ProblemException names parameter, value and what is wanted
   */
  static Parameters read(
      Map<String, String> path, MultiMap query, Operation operation, SchemaRepository schemas) {
    List<Parameter> known =
        operation.getParameters().stream().filter(p -> p.getIn() == Location.QUERY).toList();
    List<String> names = known.stream().map(Parameter::getName).toList();
    for (String name : new TreeSet<>(query.names())) {
      if (!names.contains(name)) {
        throw bad(name, "unknown parameter '%s'; known are %s".formatted(name, names));
      }
    }
    Map<String, Object> values = new HashMap<>();
    for (Parameter parameter : known) {
      List<String> texts = query.getAll(parameter.getName());
      if (texts.size() > 1) {
        throw bad(
            parameter.getName(),
            "%s stands %d times; give it once".formatted(parameter.getName(), texts.size()));
      }
      if (!texts.isEmpty()) {
        values.put(parameter.getName(), value(parameter, texts.getFirst(), schemas));
      }
    }
    for (Parameter parameter : operation.getParameters()) {
      String text = path.get(parameter.getName());
      if (parameter.getIn() == Location.PATH && text != null) {
        values.put(parameter.getName(), value(parameter, text, schemas));
      }
    }
    return new Parameters(values);
  }

  private static Object value(Parameter parameter, String text, SchemaRepository schemas) {
    Object value = text;
    if (parameter.getSchemaType() == SchemaType.INTEGER) {
      try {
        value = Integer.valueOf(text);
      } catch (NumberFormatException e) {
        throw refused(parameter, text);
      }
    }
    if (!schemas.validator(parameter.getSchema()).validate(value).getValid()) {
      throw refused(parameter, text);
    }
    return value;
  }

  private static ProblemException refused(Parameter parameter, String text) {
    return bad(
        parameter.getName(),
        "%s '%s' is not %s. %s"
            .formatted(
                parameter.getName(),
                text,
                wanted(parameter),
                parameter.getOpenAPIModel().getString("description", "")));
  }

  private static String wanted(Parameter parameter) {
    return parameter.getSchemaType() == SchemaType.INTEGER
        ? "a whole number from %s to %s"
            .formatted(
                parameter.getSchema().<Object>get("minimum"),
                parameter.getSchema().<Object>get("maximum"))
        : "a value for it";
  }

  @Nullable String text(String name) {
    return (String) values.get(name);
  }

  /** A parameter that is part of the path. */
  String required(String name) {
    String text = text(name);
    if (text == null) {
      throw new IllegalStateException("the contract has no parameter " + name + " in the path");
    }
    return text;
  }

  int number(String name, int otherwise) {
    Integer number = (Integer) values.get(name);
    return number == null ? otherwise : number;
  }

  Instant time(String name, Instant otherwise) {
    String text = text(name);
    if (text == null) {
      return otherwise;
    }
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw bad(name, "%s '%s' is not a time such as 2026-05-01T12:00:00Z".formatted(name, text));
    }
  }

  private static ProblemException bad(String name, String detail) {
    return new ProblemException(Problem.badRequest(name, detail));
  }
}
