package io.benchstream.cli.compose;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Serves pages of exporters as they were captured, with counters that grow at each scrape. */
public final class MovingPages implements AutoCloseable {
  private static final Pattern TYPE = Pattern.compile("# TYPE (\\S+) (\\S+)");
  private static final Pattern SAMPLE = Pattern.compile("([^{ ]+)(\\{.*\\})? (\\S+)");
  private static final double GROWTH = 0.02;

  private final HttpServer server;

  private MovingPages(HttpServer server) {
    this.server = server;
  }

  /**
   * Starts to serve.
   *
   * @param pages files by the path that they are served under
   */
  public static MovingPages serve(Map<String, Path> pages) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    for (Map.Entry<String, Path> page : pages.entrySet()) {
      List<String> lines = Files.readAllLines(page.getValue());
      AtomicInteger scrapes = new AtomicInteger();
      server.createContext(
          page.getKey(), exchange -> answer(exchange, lines, scrapes.getAndIncrement()));
    }
    server.start();
    return new MovingPages(server);
  }

  /** For an endpoint: host and port. */
  public String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  private static void answer(HttpExchange exchange, List<String> lines, int scrape)
      throws IOException {
    byte[] body = String.join("\n", grown(lines, 1 + GROWTH * scrape)).concat("\n").getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4");
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  /** All counters and buckets by one factor, so that they stay in proportion. */
  static List<String> grown(List<String> lines, double factor) {
    Map<String, String> types = new HashMap<>();
    List<String> grown = new ArrayList<>(lines.size());
    for (String line : lines) {
      Matcher type = TYPE.matcher(line);
      if (type.matches()) {
        types.put(type.group(1), type.group(2));
      }
      Matcher sample = SAMPLE.matcher(line);
      if (!line.startsWith("#") && sample.matches() && counts(sample.group(1), types)) {
        String labels = sample.group(2) == null ? "" : sample.group(2);
        double value = Double.parseDouble(sample.group(3)) * factor;
        grown.add(sample.group(1) + labels + " " + value);
      } else {
        grown.add(line);
      }
    }
    return grown;
  }

  private static boolean counts(String name, Map<String, String> types) {
    if ("counter".equals(types.get(name))) {
      return true;
    }
    int suffix = name.lastIndexOf('_');
    String family = suffix < 0 ? name : name.substring(0, suffix);
    return "histogram".equals(types.get(family)) && name.matches(".*_(bucket|sum|count)");
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
