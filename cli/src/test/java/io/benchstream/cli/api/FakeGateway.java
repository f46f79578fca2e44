package io.benchstream.cli.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Answers what a test tells it, and keeps what it was asked. */
public final class FakeGateway implements AutoCloseable {
  /** More: so many bytes are promised besides, which never come. */
  private record Answer(int status, String body, int retryAfter, int more) {}

  private record Outage(String request, Duration time) {}

  private volatile HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, Deque<Answer>> answers = new ConcurrentHashMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<String> tokens = new CopyOnWriteArrayList<>();
  private final AtomicReference<@Nullable Outage> outage = new AtomicReference<>();

  public FakeGateway() throws IOException {
    server = listen(0);
  }

  private HttpServer listen(int port) throws IOException {
    HttpServer listening =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    listening.createContext("/", this::answer);
    listening.setExecutor(threads);
    listening.start();
    return listening;
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
        .add(new Answer(status, body, retryAfter, 0));
    return this;
  }

  /** Breaks off in the middle of the body. */
  public void breakOffAfter(String request, String body) {
    answers
        .computeIfAbsent(request, key -> new ArrayDeque<>())
        .add(new Answer(200, body, 0, body.length()));
  }

  /** Breaks off the next such request, and nobody listens for so long. */
  public void awayAt(String request, Duration time) {
    outage.set(new Outage(request, time));
  }

  private void goAway(Duration time) {
    int port = server.getAddress().getPort();
    server.stop(0);
    try {
      Thread.sleep(time);
      server = listen(port);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException("port " + port, e);
    }
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
    Outage now = outage.get();
    if (now != null && now.request().equals(request) && outage.compareAndSet(now, null)) {
      var _ = threads.submit(() -> goAway(now.time()));
      return;
    }
    Answer answer = next(request);
    byte[] content = answer.body().getBytes(UTF_8);
    if (answer.retryAfter() > 0) {
      exchange.getResponseHeaders().set("Retry-After", Integer.toString(answer.retryAfter()));
    }
    exchange.sendResponseHeaders(
        answer.status(), content.length == 0 ? -1 : content.length + answer.more());
    if (content.length > 0) {
      exchange.getResponseBody().write(content);
    }
    exchange.close();
  }

  private Answer next(String request) {
    Deque<Answer> told = answers.get(request);
    if (told == null) {
      return new Answer(
          404, "{\"title\":\"Not found\",\"status\":404,\"detail\":\"no " + request + "\"}", 0, 0);
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
