package io.benchstream.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.benchstream.gateway.session.SessionText;
import io.benchstream.gateway.session.Sessions;
import io.benchstream.gateway.view.Page;
import io.benchstream.gateway.view.SessionCatalogue;
import io.benchstream.schemas.Session;
import io.benchstream.schemas.SessionState;
import io.benchstream.schemas.SessionTarget;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;

/** The operations on sessions and their targets. */
final class SessionRoutes {
  private static final int USUAL_LIMIT = 1_000;

  private final Sessions sessions;
  private final SessionCatalogue catalogue;
  private final SessionText text;
  private final BlockingCalls calls;
  private final RequestBody sessionRequest;
  private final RequestBody targetRequest;
  private final RequestBody endRequest;

  SessionRoutes(
      Sessions sessions,
      SessionCatalogue catalogue,
      SessionText text,
      BlockingCalls calls,
      ApiContract contract) {
    this.sessions = sessions;
    this.catalogue = catalogue;
    this.text = text;
    this.calls = calls;
    this.sessionRequest = new RequestBody(contract, "SessionRequest");
    this.targetRequest = new RequestBody(contract, "TargetRequest");
    this.endRequest = new RequestBody(contract, "EndRequest");
  }

  void create(RoutingContext context, Parameters parameters) {
    JsonNode body = sessionRequest.read(context);
    calls.run(
        context,
        () -> sessions.open(body),
        created -> Answers.json(context, created.created() ? 201 : 200, text.of(created.value())));
  }

  void list(RoutingContext context, Parameters parameters) {
    String state = parameters.text("state");
    Page<Session> page =
        catalogue.find(
            state == null ? null : SessionState.valueOf(state.toUpperCase(Locale.ROOT)),
            parameters.text("after"),
            parameters.number("limit", USUAL_LIMIT));
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ArrayNode found = body.putArray("sessions");
    page.items().forEach(session -> found.add(text.of(session)));
    page.next().ifPresent(next -> body.put("next", next));
    Answers.json(context, 200, body);
  }

  void get(RoutingContext context, Parameters parameters) {
    Answers.json(context, 200, text.of(sessions.get(parameters.required("session_id"))));
  }

  void delete(RoutingContext context, Parameters parameters) {
    calls.run(
        context,
        () -> {
          sessions.delete(parameters.required("session_id"));
          return true;
        },
        done -> context.response().setStatusCode(204).end());
  }

  void addTarget(RoutingContext context, Parameters parameters) {
    JsonNode body = targetRequest.read(context);
    calls.run(
        context,
        () -> sessions.addTarget(parameters.required("session_id"), body),
        (Sessions.Created<SessionTarget> created) ->
            Answers.json(context, created.created() ? 201 : 200, text.of(created.value())));
  }

  void deleteTarget(RoutingContext context, Parameters parameters) {
    String id = parameters.required("session_id");
    String cluster = parameters.text("cluster");
    calls.run(
        context,
        () -> {
          sessions.removeTarget(id, cluster == null ? id : cluster, parameters.required("job_id"));
          return true;
        },
        done -> context.response().setStatusCode(204).end());
  }

  void end(RoutingContext context, Parameters parameters) {
    JsonNode body = endRequest.read(context);
    calls.run(
        context,
        () -> sessions.end(parameters.required("session_id"), body),
        ended -> Answers.json(context, 200, text.of(ended)));
  }
}
