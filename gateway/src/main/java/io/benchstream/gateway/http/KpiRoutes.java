package io.benchstream.gateway.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.benchstream.gateway.collect.KpiPast;
import io.benchstream.gateway.problem.Problem;
import io.benchstream.gateway.problem.ProblemException;
import io.benchstream.gateway.view.KpiJson;
import io.benchstream.gateway.view.LatestKpis;
import io.benchstream.gateway.view.Page;
import io.benchstream.gateway.view.Views;
import io.benchstream.schemas.KpiWindow;
import io.benchstream.schemas.WindowStatus;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** The operations {@code getKpis} and {@code streamKpis}. */
final class KpiRoutes {
  private static final int USUAL_LIMIT = 1_000;
  private static final Duration LONGEST_TIME = Duration.ofHours(24);

  /** Well below the time after which a silent connection is closed. */
  private static final Duration HEARTBEAT = Duration.ofSeconds(15);

  private final LatestKpis latest;
  private final KpiPast past;
  private final KpiStream stream;
  private final BlockingCalls calls;
  private final Clock clock;
  private final KpiJson writer = new KpiJson();

  KpiRoutes(Views views, KpiPast past, BlockingCalls calls, Clock clock) {
    this.latest = views.kpis();
    this.past = past;
    this.stream = new KpiStream(views.feed(), HEARTBEAT);
    this.calls = calls;
    this.clock = clock;
  }

  void list(RoutingContext context, Parameters parameters) {
    LatestKpis.Filter filter = filter(parameters);
    String after = parameters.text("after");
    int limit = parameters.number("limit", USUAL_LIMIT);
    if (parameters.text("from") == null) {
      if (parameters.text("to") != null) {
        throw bad("from", "from is missing; to goes with it");
      }
      answer(context, latest.find(filter, after, limit));
      return;
    }
    Instant to = parameters.time("to", clock.instant());
    Instant from = parameters.time("from", to);
    String scope = parameters.text("scope");
    if (scope == null) {
      throw bad("scope", "scope is missing; windows of a time are told of one scope");
    }
    if (!from.isBefore(to) || Duration.between(from, to).compareTo(LONGEST_TIME) > 0) {
      throw bad("from", "from %s is not before to, %s, by at most 24 h".formatted(from, to));
    }
    calls.run(
        context,
        () -> past.find(filter, scope, from, to, after, limit),
        page -> answer(context, page));
  }

  void stream(RoutingContext context, Parameters parameters) {
    stream.open(context, filter(parameters));
  }

  private static LatestKpis.Filter filter(Parameters parameters) {
    String status = parameters.text("status");
    return new LatestKpis.Filter(
        parameters.text("cluster"),
        parameters.text("job"),
        parameters.text("kpi"),
        parameters.text("scope"),
        status == null ? null : WindowStatus.valueOf(status),
        parameters.time("since", Instant.EPOCH));
  }

  private void answer(RoutingContext context, Page<KpiWindow> page) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ArrayNode found = body.putArray("kpis");
    for (KpiWindow window : page.items()) {
      found.add(writer.writeWithoutPartial(window));
    }
    page.next().ifPresent(next -> body.put("next", next));
    Answers.json(context, 200, body);
  }

  private static ProblemException bad(String field, String detail) {
    return new ProblemException(Problem.badRequest(field, detail));
  }
}
