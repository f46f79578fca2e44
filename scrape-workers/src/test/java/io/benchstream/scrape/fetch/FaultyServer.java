package io.benchstream.scrape.fetch;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import javax.net.ServerSocketFactory;

/**
 * A target on loopback that behaves as its script says, byte by byte, good or bad. A script is
 * given the lines of a request and writes the answer.
 */
public final class FaultyServer implements AutoCloseable {
  /** What happens once a request has come. */
  public interface Script {
    /** Writes an answer; returns whether the connection stays open for the next request. */
    boolean answer(List<String> request, Socket connection, OutputStream out)
        throws IOException, InterruptedException;
  }

  private final ServerSocket socket;
  private final Script script;
  private final List<Socket> connections = new CopyOnWriteArrayList<>();
  public final AtomicInteger requests = new AtomicInteger();
  public final AtomicInteger accepted = new AtomicInteger();

  public FaultyServer(Script script) {
    this(ServerSocketFactory.getDefault(), script);
  }

  /** With sockets of another kind, such as those that speak TLS. */
  FaultyServer(ServerSocketFactory sockets, Script script) {
    this.script = script;
    try {
      socket = sockets.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  public String address() {
    return "127.0.0.1:" + socket.getLocalPort();
  }

  public static Script page(String body) {
    return (request, connection, out) -> {
      write(out, body.getBytes(UTF_8), "Content-Type: text/plain; version=0.0.4\r\n");
      return true;
    };
  }

  /** An empty page; the lines of each request are added to {@code seen}. */
  static Script recording(List<String> seen) {
    return (request, connection, out) -> {
      seen.addAll(request);
      write(out, new byte[0], "");
      return true;
    };
  }

  public static Script redirect(String location) {
    return (request, connection, out) -> {
      out.write(
          "HTTP/1.1 302 Found\r\nLocation: %s\r\nContent-Length: 0\r\n\r\n"
              .formatted(location)
              .getBytes(UTF_8));
      out.flush();
      return true;
    };
  }

  /** Chunks that never end. */
  public static Script endless() {
    return (request, connection, out) -> {
      out.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".getBytes(UTF_8));
      byte[] chunk = ("8000\r\n" + "x".repeat(0x8000) + "\r\n").getBytes(UTF_8);
      while (true) {
        out.write(chunk);
      }
    };
  }

  public static void write(OutputStream out, byte[] body, String headers) throws IOException {
    out.write(
        "HTTP/1.1 200 OK\r\n%sContent-Length: %d\r\n\r\n"
            .formatted(headers, body.length)
            .getBytes(UTF_8));
    out.write(body);
    out.flush();
  }

  public static byte[] gzip(byte[] plain) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream stream = new GZIPOutputStream(bytes)) {
      stream.write(plain);
    }
    return bytes.toByteArray();
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket connection = socket.accept();
        accepted.incrementAndGet();
        connections.add(connection);
        Thread.ofVirtual().start(() -> serve(connection));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      BufferedReader in =
          new BufferedReader(new InputStreamReader(connection.getInputStream(), UTF_8));
      OutputStream out = connection.getOutputStream();
      boolean open = true;
      while (open) {
        List<String> request = new ArrayList<>();
        for (String line; (line = in.readLine()) != null && !line.isEmpty(); ) {
          request.add(line);
        }
        if (request.isEmpty()) {
          return;
        }
        requests.incrementAndGet();
        open = script.answer(request, connection, out);
      }
    } catch (IOException | InterruptedException e) {
      // The client has gone, or the server is closed.
    } finally {
      connections.remove(connection);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
      for (Socket connection : connections) {
        connection.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
