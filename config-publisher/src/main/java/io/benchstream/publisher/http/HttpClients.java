package io.benchstream.publisher.http;

import io.benchstream.publisher.delivery.HttpSettings.TlsSettings;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.SSLOptions;
import io.vertx.core.net.SocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Makes HTTP clients for one server each. */
final class HttpClients {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final int IDLE_SECONDS = 60;

  private HttpClients() {}

  static HttpClient client(Vertx vertx, URI url, @Nullable TlsSettings tls, int connections) {
    HttpClientOptions options =
        new HttpClientOptions()
            .setConnectTimeout((int) CONNECT_TIMEOUT.toMillis())
            .setKeepAliveTimeout(IDLE_SECONDS)
            .setMaxPoolSize(connections)
            .setDecompressionSupported(false);
    if (url.getScheme().equals("https")) {
      options.setSsl(true);
      if (tls != null) {
        apply(tls, options);
      }
    }
    return vertx.createHttpClient(options);
  }

  private static void apply(TlsSettings tls, HttpClientOptions options) {
    options.setTrustAll(tls.insecureSkipVerify()).setVerifyHost(!tls.insecureSkipVerify());
    SSLOptions files = files(tls);
    options.setTrustOptions(files.getTrustOptions()).setKeyCertOptions(files.getKeyCertOptions());
  }

  /** The certificates and the key, of which the client keeps what it has read. */
  static SSLOptions files(TlsSettings tls) {
    SSLOptions options = new SSLOptions();
    Path ca = tls.caFile();
    if (ca != null) {
      options.setTrustOptions(new PemTrustOptions().addCertPath(ca.toString()));
    }
    Path certificate = tls.certFile();
    Path key = tls.keyFile();
    if (certificate != null && key != null) {
      options.setKeyCertOptions(
          new PemKeyCertOptions().addCertPath(certificate.toString()).addKeyPath(key.toString()));
    }
    return options;
  }

  /** To {@code path} on the server of a URL; with a server name that is verified in its place. */
  static RequestOptions request(URI url, String path, @Nullable TlsSettings tls) {
    boolean secure = url.getScheme().equals("https");
    int port = url.getPort() >= 0 ? url.getPort() : secure ? 443 : 80;
    String host = url.getHost().replaceAll("^\\[|]$", "");
    RequestOptions options =
        new RequestOptions().setHost(host).setPort(port).setSsl(secure).setURI(path);
    String serverName = tls == null ? null : tls.serverName();
    if (secure && serverName != null) {
      options.setServer(SocketAddress.inetSocketAddress(port, host));
      options.setHost(serverName);
    }
    return options;
  }
}
