package io.benchstream.publisher.delivery;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a server is spoken to, in the words of Prometheus' http_config. Secrets are in files, which
 * are read again when they change.
 *
 * @param basicAuth excludes {@code authorization}
 * @param authorization a token in the Authorization header
 * @param headers sent with each request as they are
 * @param tlsConfig for https
 */
public record HttpSettings(
    @Nullable BasicAuth basicAuth,
    @Nullable Authorization authorization,
    Map<String, String> headers,
    @Nullable TlsSettings tlsConfig) {

  public HttpSettings(
      @Nullable BasicAuth basicAuth,
      @Nullable Authorization authorization,
      @Nullable Map<String, String> headers,
      @Nullable TlsSettings tlsConfig) {
    if (basicAuth != null && authorization != null) {
      throw new IllegalArgumentException("basic_auth and authorization are both set; set one");
    }
    this.basicAuth = basicAuth;
    this.authorization = authorization;
    this.headers = headers == null ? Map.of() : Map.copyOf(headers);
    this.tlsConfig = tlsConfig;
  }

  /** Nothing special. */
  public static HttpSettings none() {
    return new HttpSettings(null, null, null, null);
  }

  /**
   * HTTP basic authentication.
   *
   * @param username sent as it is
   * @param passwordFile holds the password alone
   */
  public record BasicAuth(String username, Path passwordFile) {
    public BasicAuth(@Nullable String username, @Nullable Path passwordFile) {
      if (username == null || username.isEmpty() || passwordFile == null) {
        throw new IllegalArgumentException("basic_auth needs username and password_file");
      }
      this.username = username;
      this.passwordFile = passwordFile;
    }
  }

  /**
   * A token in a file.
   *
   * @param type scheme of the header, Bearer by default
   * @param credentialsFile holds the token alone
   */
  public record Authorization(String type, Path credentialsFile) {
    public Authorization(@Nullable String type, @Nullable Path credentialsFile) {
      if (credentialsFile == null) {
        throw new IllegalArgumentException("authorization needs credentials_file");
      }
      this.type = type == null ? "Bearer" : type;
      this.credentialsFile = credentialsFile;
    }
  }

  /**
   * TLS client settings.
   *
   * @param caFile PEM of the certificates to trust; null for the system's
   * @param certFile PEM of the client's certificate, together with {@code keyFile}
   * @param keyFile PEM of the key of that certificate
   * @param serverName name that the certificate must have; null for the host asked
   * @param insecureSkipVerify true: certificates are not checked
   */
  public record TlsSettings(
      @Nullable Path caFile,
      @Nullable Path certFile,
      @Nullable Path keyFile,
      @Nullable String serverName,
      boolean insecureSkipVerify) {
    public TlsSettings {
      if ((certFile == null) != (keyFile == null)) {
        throw new IllegalArgumentException("tls_config: set both cert_file and key_file, or none");
      }
    }
  }
}
