package io.benchstream.gateway.http;

import io.benchstream.gateway.access.RateLimits;
import io.benchstream.gateway.access.Role;
import io.benchstream.gateway.access.Tokens;
import io.benchstream.gateway.problem.Problem;
import io.benchstream.gateway.problem.ProblemException;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What a request passes before its body is read: rate, origin, token and role, and whether the
 * views are complete.
 */
final class Gate {
  private static final String BEARER = "Bearer ";
  private static final String API = "/api/v1/*";

  private final RateLimits limits;
  private final @Nullable Tokens tokens;
  private final BooleanSupplier ready;

  /**
   * A gate.
   *
   * @param tokens null where everybody may do everything
   * @param ready whether the views have been read to the ends of their topics
   */
  Gate(RateLimits limits, @Nullable Tokens tokens, BooleanSupplier ready) {
    this.limits = limits;
    this.tokens = tokens;
    this.ready = ready;
  }

  void mount(Router router) {
    router.route().handler(this::limit);
    router.route(API).handler(Gate::refuseForeignPages);
    if (tokens != null) {
      router.route(API).handler(this::checkToken);
    }
    router.route(API).handler(this::checkReady);
  }

  private void limit(RoutingContext context) {
    String caller = String.valueOf(context.request().remoteAddress().hostAddress());
    if (!isProbe(context) && !limits.admit(caller)) {
      throw new ProblemException(
          Problem.comeBack(
              429,
              "Too many requests",
              "this address sends more requests a second than access.requests_per_second allows",
              1));
    }
    context.response().putHeader("X-Content-Type-Options", "nosniff");
    context.next();
  }

  private static boolean isProbe(RoutingContext context) {
    String path = context.request().path();
    return path != null
        && (path.equals("/healthz") || path.equals("/readyz") || path.equals("/metrics"));
  }

  /**
   * There is no CORS; and what a browser sends all the same on behalf of another page is refused.
   */
  private static void refuseForeignPages(RoutingContext context) {
    String origin = context.request().getHeader("Origin");
    if (origin != null && !isOwn(origin, context.request().getHeader("Host"))) {
      throw new ProblemException(
          Problem.of(
              403, "Foreign page", "pages of other origins may not use this API from a browser"));
    }
    context.next();
  }

  private static boolean isOwn(String origin, @Nullable String host) {
    try {
      return host != null && host.equalsIgnoreCase(URI.create(origin).getRawAuthority());
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private void checkToken(RoutingContext context) {
    Role role =
        token(context.request().getHeader("Authorization"))
            .flatMap(Objects.requireNonNull(tokens)::find)
            .map(Tokens.Holder::role)
            .orElseThrow(
                () -> {
                  context.response().putHeader("WWW-Authenticate", "Bearer");
                  return new ProblemException(
                      Problem.of(
                          401,
                          "Token needed",
                          "send the header Authorization: Bearer with a token that the gateway"
                              + " knows"));
                });
    boolean reads = context.request().method().equals(HttpMethod.GET) || isQuery(context);
    if (!reads && role != Role.WRITE) {
      throw new ProblemException(
          Problem.of(
              403,
              "Not allowed",
              "the token has the role read; this needs one with the role write"));
    }
    context.next();
  }

  private static Optional<String> token(@Nullable String header) {
    return header == null || !header.regionMatches(true, 0, BEARER, 0, BEARER.length())
        ? Optional.empty()
        : Optional.of(header.substring(BEARER.length()).strip());
  }

  /** Queries are sent with POST, but change nothing. */
  private static boolean isQuery(RoutingContext context) {
    return context.normalizedPath().startsWith("/api/v1/prometheus/");
  }

  private void checkReady(RoutingContext context) {
    boolean needsViews =
        !context.normalizedPath().equals("/api/v1/events")
            && !context.normalizedPath().equals("/api/v1/openapi.yaml");
    if (needsViews && !ready.getAsBoolean()) {
      throw new ProblemException(
          Problem.comeBack(
              503, "Starting", "the gateway still reads its topics; /readyz tells which", 1));
    }
    context.next();
  }
}
