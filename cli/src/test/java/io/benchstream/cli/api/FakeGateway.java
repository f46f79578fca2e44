package io.benchstream.cli.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Answers what a test tells it, and keeps what it was asked. */
public final class FakeGateway implements AutoCloseable {
  private record Answer(int status, String body, int retryAfter) {}

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, Deque<Answer>> answers = new ConcurrentHashMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<String> tokens = new CopyOnWriteArrayList<>();

  public FakeGateway() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.setExecutor(threads);
    server.start();
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** The last answer to a request stays; earlier ones are given once each. */
  public FakeGateway on(String request, int status, String body) {
    return on(request, status, body, 0);
  }

  public FakeGateway on(String request, int status, String body, int retryAfter) {
    answers
        .computeIfAbsent(request, key -> new ArrayDeque<>())
        .add(new Answer(status, body, retryAfter));
    return this;
  }

  /** Each as METHOD path, and the body where there was one. */
  public List<String> requests() {
    return requests;
  }

  /** The Authorization headers. */
  public List<String> tokens() {
    return tokens;
  }

  private void answer(HttpExchange exchange) throws IOException {
    String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
    String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    requests.add(body.isEmpty() ? request : request + " " + body);
    String token = exchange.getRequestHeaders().getFirst("Authorization");
    if (token != null) {
      tokens.add(token);
    }
    Answer answer = next(request);
    byte[] content = answer.body().getBytes(UTF_8);
    if (answer.retryAfter() > 0) {
      exchange.getResponseHeaders().set("Retry-After", Integer.toString(answer.retryAfter()));
    }
    exchange.sendResponseHeaders(answer.status(), content.length == 0 ? -1 : content.length);
    if (content.length > 0) {
      exchange.getResponseBody().write(content);
    }
    exchange.close();
  }

  private Answer next(String request) {
    Deque<Answer> told = answers.get(request);
    if (told == null) {
      return new Answer(
          404, "{\"title\":\"Not found\",\"status\":404,\"detail\":\"no " + request + "\"}", 0);
    }
    synchronized (told) {
      return told.size() > 1 ? told.remove() : told.element();
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}
