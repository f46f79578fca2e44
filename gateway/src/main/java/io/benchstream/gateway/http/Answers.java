package io.benchstream.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.benchstream.gateway.problem.Problem;
import io.benchstream.gateway.problem.ProblemException;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers in JSON, and every failure as a problem document without any inner detail. */
final class Answers {
  private static final Logger LOG = LoggerFactory.getLogger(Answers.class);

  private Answers() {}

  static void json(RoutingContext context, int status, JsonNode body) {
    context
        .response()
        .setStatusCode(status)
        .putHeader("Content-Type", "application/json")
        .end(body.toString());
  }

  /** The failure handler of every route. */
  static void failure(RoutingContext context) {
    if (context.response().ended()) {
      return;
    }
    Problem problem = problemOf(context);
    if (context.response().headWritten()) {
      context.request().connection().close(); // a cut answer must not look like a whole one
      return;
    }
    problem(context, problem);
  }

  private static Problem problemOf(RoutingContext context) {
    return switch (context.failure()) {
      case ProblemException known -> known.problem();
      case HttpException http when http.getStatusCode() < 500 -> status(http.getStatusCode());
      case null -> status(context.statusCode());
      case Throwable unforeseen -> {
        String reference = UUID.randomUUID().toString();
        LOG.error(
            "{} {} failed, reference {}",
            context.request().method(),
            context.normalizedPath(),
            reference,
            unforeseen);
        yield Problem.of(
            500,
            "Internal error",
            "this is a fault of the gateway; its log has it under " + reference);
      }
    };
  }

  private static Problem status(int status) {
    return switch (status) {
      case 404 -> Problem.of(404, "Not found", "there is no such resource");
      case 405 -> Problem.of(405, "Method not allowed", "the resource does not take this method");
      case 413 ->
          Problem.of(413, "Body too large", "the most is " + HttpApi.MAX_BODY_BYTES + " bytes");
      case 503 ->
          Problem.comeBack(
              503, "Timeout", "it took too long; the same request may succeed later", 5);
      default -> Problem.of(status, "Request failed", "the request cannot be answered");
    };
  }

  private static void problem(RoutingContext context, Problem problem) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("type", "about:blank");
    body.put("title", problem.title());
    body.put("status", problem.status());
    body.put("detail", problem.detail());
    problem
        .retryAfter()
        .ifPresent(seconds -> context.response().putHeader("Retry-After", Long.toString(seconds)));
    problem.field().ifPresent(field -> body.put("field", field));
    context
        .response()
        .setStatusCode(problem.status())
        .putHeader("Content-Type", "application/problem+json")
        .end(body.toString());
  }
}
