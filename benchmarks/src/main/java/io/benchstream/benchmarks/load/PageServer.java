package io.benchstream.benchmarks.load;

import io.benchstream.local.process.Port;
import io.benchstream.local.process.ServerProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * nginx that serves a page set under {@code /t/<n>/metrics} for any n: which variant it shows is
 * the clock's second and n modulo ten. It also swallows remote writes at {@code /sink}.
 */
public final class PageServer implements AutoCloseable {
  private static final Duration START_TIMEOUT = Duration.ofSeconds(10);

  private final ServerProcess process;
  private final int port;

  private PageServer(ServerProcess process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * Starts nginx on any free port.
   *
   * @param pages holds {@code <variant>.txt}
   * @param gzip whether the pages are compressed
   * @param marks whether {@link PageSet#TARGET_MARK} in a page becomes the target's number, and
   *     {@link PageSet#TIME_MARK} the time
   */
  public static PageServer start(
      Path nginx, Path directory, Path pages, boolean gzip, boolean marks) throws IOException {
    int port = Port.any().resolve("nginx");
    Files.createDirectories(directory);
    Path config = directory.resolve("nginx.conf");
    Files.writeString(config, config(directory, pages.toAbsolutePath(), port, gzip, marks));
    List<String> command =
        List.of(
            nginx.toString(), "-p", directory + "/", "-c", config.toString(), "-g", "daemon off;");
    URI ready = URI.create("http://%s:%d/ready".formatted(Port.HOST, port));
    return new PageServer(
        ServerProcess.start(
            new ServerProcess.Plan("nginx", directory, "nginx.log", command, ready, START_TIMEOUT)),
        port);
  }

  private static String config(Path directory, Path pages, int port, boolean gzip, boolean marks) {
    return """
    # One process, which reads what its user reads.
    master_process off;
    error_log %1$s/error.log warn;
    pid %1$s/nginx.pid;
    events { worker_connections 20000; }
    http {
      access_log off;
      sendfile on;
      tcp_nopush on;
      keepalive_timeout 300;
      keepalive_requests 1000000000;
      open_file_cache max=100;
      client_body_temp_path %1$s/body;
      proxy_temp_path %1$s/proxy;
      fastcgi_temp_path %1$s/fastcgi;
      uwsgi_temp_path %1$s/uwsgi;
      scgi_temp_path %1$s/scgi;
      map $msec $second { default 0; "~(?<s>\\d)\\." $s; }
      map $msec $time { default 0; "~^(?<e>\\d+)\\." $e; }
      map $target $last { default 0; "~(?<t>\\d)$" $t; }
      map $second$last $variant { %7$s}
      server {
        listen %2$s:%3$d backlog=4096;
        %4$s
        client_max_body_size 0;
        location = /ready { return 200; }
        location = /sink { return 204; }
        location ~ ^/t/(?<target>\\d+)/metrics$ {
          default_type "text/plain; version=0.0.4; charset=utf-8";
          root %5$s;
          %6$s
          try_files /$target/$variant.txt /$variant.txt =404;
        }
      }
    }
    """
        .formatted(
            directory,
            Port.HOST,
            port,
            gzip ? "gzip on; gzip_types *; gzip_comp_level 1;" : "gzip off;",
            pages,
            marks
                ? "sub_filter '%s' $target; sub_filter '%s' $time; sub_filter_once off; sub_filter_types *;"
                    .formatted(PageSet.TARGET_MARK, PageSet.TIME_MARK)
                : "",
            variants());
  }

  /** Sum of two digits, modulo ten: targets that are scraped together show different pages. */
  private static String variants() {
    StringBuilder entries = new StringBuilder();
    for (int digits = 0; digits < 100; digits++) {
      entries.append("%02d %d; ".formatted(digits, (digits / 10 + digits % 10) % 10));
    }
    return entries.toString();
  }

  /** Where the server listens, as host:port. */
  public String address() {
    return Port.HOST + ":" + port;
  }

  /** Path of the n-th target. */
  public static String path(int target) {
    return "/t/" + target + "/metrics";
  }

  public URI sink() {
    return URI.create("http://" + address() + "/sink");
  }

  @Override
  public void close() {
    process.close();
  }
}
