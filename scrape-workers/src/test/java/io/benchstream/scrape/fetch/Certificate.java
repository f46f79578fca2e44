package io.benchstream.scrape.fetch;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * A key and its certificate, signed by itself, from the JDK's own keytool: in a key store for
 * servers, in PEM files for clients.
 */
record Certificate(Path store, Path certificate, Path key) {
  private static final String PASSWORD = "for-tests";

  static Certificate of(Path directory, String name) throws Exception {
    Path store = directory.resolve(name + ".p12");
    Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    Process made =
        new ProcessBuilder(
                List.of(
                    keytool.toString(),
                    "-genkeypair",
                    "-alias",
                    "it",
                    "-keyalg",
                    "EC",
                    "-dname",
                    "CN=" + name,
                    "-ext",
                    "san=dns:" + name,
                    "-validity",
                    "10",
                    "-storetype",
                    "PKCS12",
                    "-storepass",
                    PASSWORD,
                    "-keystore",
                    store.toString()))
            .redirectErrorStream(true)
            .start();
    String said = new String(made.getInputStream().readAllBytes(), UTF_8);
    if (!made.waitFor(30, TimeUnit.SECONDS) || made.exitValue() != 0) {
      throw new IOException("keytool: " + said);
    }
    KeyStore keys = load(store);
    Path certificate = directory.resolve(name + ".crt");
    Path key = directory.resolve(name + ".key");
    Key secret = keys.getKey("it", PASSWORD.toCharArray());
    Files.writeString(certificate, pem("CERTIFICATE", keys.getCertificate("it").getEncoded()));
    Files.writeString(key, pem("PRIVATE KEY", secret.getEncoded()));
    return new Certificate(store, certificate, key);
  }

  private static KeyStore load(Path store) throws GeneralSecurityException, IOException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    return keys;
  }

  private static String pem(String what, byte[] bytes) {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
    return "-----BEGIN %s-----%n%s%n-----END %s-----%n".formatted(what, text, what);
  }

  /**
   * A server with this certificate.
   *
   * @param client the certificate that a client has to show; null: none
   */
  FaultyServer serve(@Nullable Certificate client, FaultyServer.Script script) throws Exception {
    KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    own.init(load(store), PASSWORD.toCharArray());
    TrustManagerFactory trusted =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    KeyStore clients = KeyStore.getInstance("PKCS12");
    clients.load(null, null);
    if (client != null) {
      clients.setCertificateEntry("client", load(client.store()).getCertificate("it"));
    }
    SSLContext tls = SSLContext.getInstance("TLS");
    trusted.init(clients);
    tls.init(own.getKeyManagers(), client == null ? null : trusted.getTrustManagers(), null);
    return new FaultyServer(
        new NeedingClients(tls.getServerSocketFactory(), client != null), script);
  }

  /** Makes sockets that ask for the client's certificate. */
  private static final class NeedingClients extends javax.net.ServerSocketFactory {
    private final javax.net.ServerSocketFactory sockets;
    private final boolean needed;

    NeedingClients(javax.net.ServerSocketFactory sockets, boolean needed) {
      this.sockets = sockets;
      this.needed = needed;
    }

    private java.net.ServerSocket needing(java.net.ServerSocket socket) {
      ((SSLServerSocket) socket).setNeedClientAuth(needed);
      return socket;
    }

    @Override
    public java.net.ServerSocket createServerSocket(int port) throws IOException {
      return needing(sockets.createServerSocket(port));
    }

    @Override
    public java.net.ServerSocket createServerSocket(int port, int backlog) throws IOException {
      return needing(sockets.createServerSocket(port, backlog));
    }

    @Override
    public java.net.ServerSocket createServerSocket(
        int port, int backlog, java.net.InetAddress address) throws IOException {
      return needing(sockets.createServerSocket(port, backlog, address));
    }
  }
}
