package io.benchstream.gateway.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.benchstream.gateway.event.DataRules;
import io.benchstream.gateway.problem.Problem;
import io.benchstream.gateway.problem.ProblemException;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Bodies of requests: JSON that a schema of the contract takes. Thread-safe. */
final class RequestBody {
  private static final String JSON = "application/json";
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final DataSchema schema;

  /**
   * Bodies of a schema.
   *
   * @param name of the schema in the contract's components
   */
  RequestBody(ApiContract contract, String name) {
    this.schema = new DataSchema(contract, name);
  }

  /**
   * The body; an empty object where there is none, which the schema may refuse.
   *
   * @throws ProblemException names the field, its value and what is wanted
   */
  JsonNode read(RoutingContext context) {
    Buffer buffer = context.body().buffer();
    JsonNode body = JsonNodeFactory.instance.objectNode();
    if (buffer != null && buffer.length() > 0) {
      checkType(context.request().getHeader("Content-Type"));
      body = parse(buffer.getBytes());
    }
    schema
        .violation(body)
        .ifPresent(
            violation -> {
              throw new ProblemException(problem(violation));
            });
    return body;
  }

  private static Problem problem(DataRules.Violation violation) {
    String field = violation.field().isEmpty() ? null : violation.field();
    return Problem.badRequest(
        field, (field == null ? "the body" : field) + " " + violation.detail());
  }

  /** A browser sends other types to foreign pages without asking; it must not get through. */
  private static void checkType(@Nullable String type) {
    String media = type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    if (!media.equals(JSON)) {
      throw new ProblemException(
          Problem.of(
              415,
              "Unsupported media type",
              "send the body as JSON, with the header Content-Type: " + JSON));
    }
  }

  private static JsonNode parse(byte[] bytes) {
    try {
      JsonNode body = MAPPER.readTree(bytes);
      if (body.isObject()) {
        return body;
      }
    } catch (com.fasterxml.jackson.core.JacksonException e) {
      var place = e.getLocation();
      throw new ProblemException(
          Problem.badRequest(
              null,
              "the body is not JSON%s: %s"
                  .formatted(
                      place == null
                          ? ""
                          : ", line %d column %d".formatted(place.getLineNr(), place.getColumnNr()),
                      e.getOriginalMessage())));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    throw new ProblemException(Problem.badRequest(null, "the body is not a JSON object"));
  }
}
