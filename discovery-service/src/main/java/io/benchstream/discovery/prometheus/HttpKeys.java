package io.benchstream.discovery.prometheus;

import io.benchstream.schemas.Authorization;
import io.benchstream.schemas.BasicAuth;
import io.benchstream.schemas.HttpClientConfig;
import io.benchstream.schemas.SecretRef;
import io.benchstream.schemas.TlsConfig;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads how requests are sent: authentication, TLS, proxy. Secrets by file only: what is read here
 * goes on topics, and a secret may not.
 */
final class HttpKeys {
  static final Set<String> KNOWN =
      Set.of(
          "basic_auth",
          "authorization",
          "bearer_token",
          "bearer_token_file",
          "oauth2",
          "tls_config",
          "proxy_url",
          "no_proxy",
          "proxy_from_environment",
          "follow_redirects",
          "enable_http2",
          "http_headers");

  private final Path directory;

  /**
   * @param directory of the configuration: relative paths begin there
   */
  HttpKeys(Path directory) {
    this.directory = directory;
  }

  HttpClientConfig read(Keys keys) throws ScrapeConfigException {
    for (String key : Set.of("oauth2", "proxy_from_environment")) {
      if (keys.has(key) && !"false".equals(keys.raw(key))) {
        throw new ScrapeConfigException(key, "is not supported here; use a token from a file");
      }
    }
    HttpClientConfig.Builder http =
        HttpClientConfig.newBuilder().setFollowRedirects(keys.flag("follow_redirects", true));
    http.setProxyUrl(keys.textOrNull("proxy_url"));
    if (keys.has("basic_auth")) {
      http.setBasicAuth(in("basic_auth", keys, this::basicAuth));
    }
    if (keys.has("authorization")) {
      http.setAuthorization(in("authorization", keys, this::authorization));
    }
    refuseInline(keys, "bearer_token", "bearer_token_file");
    String bearer = keys.textOrNull("bearer_token_file");
    if (bearer != null) {
      http.setAuthorization(
          Authorization.newBuilder().setType("Bearer").setCredentials(file(bearer)).build());
    }
    if (http.getAuthorization() != null && http.getBasicAuth() != null) {
      throw new ScrapeConfigException("basic_auth", "stands beside another authorization");
    }
    if (keys.has("tls_config")) {
      http.setTlsConfig(in("tls_config", keys, this::tls));
    }
    if (keys.has("http_headers")) {
      http.setHeaders(in("http_headers", keys, this::headers));
    }
    return http.build();
  }

  private interface Part<T> {
    T read(Keys keys) throws ScrapeConfigException;
  }

  private static <T> T in(String key, Keys keys, Part<T> part) throws ScrapeConfigException {
    try {
      return part.read(Keys.of(keys.raw(key)));
    } catch (ScrapeConfigException e) {
      throw e.within(key);
    }
  }

  private BasicAuth basicAuth(Keys keys) throws ScrapeConfigException {
    keys.only(Set.of("username", "username_file", "password", "password_file"));
    refuseInline(keys, "password", "password_file");
    if (keys.has("username_file")) {
      throw new ScrapeConfigException("username_file", "is not supported here; write username");
    }
    String file = keys.textOrNull("password_file");
    if (file == null) {
      throw new ScrapeConfigException("password_file", "is missing");
    }
    return BasicAuth.newBuilder()
        .setUsername(keys.text("username", ""))
        .setPassword(file(file))
        .build();
  }

  private Authorization authorization(Keys keys) throws ScrapeConfigException {
    keys.only(Set.of("type", "credentials", "credentials_file"));
    refuseInline(keys, "credentials", "credentials_file");
    String file = keys.textOrNull("credentials_file");
    if (file == null) {
      throw new ScrapeConfigException("credentials_file", "is missing");
    }
    return Authorization.newBuilder()
        .setType(keys.text("type", "Bearer"))
        .setCredentials(file(file))
        .build();
  }

  private TlsConfig tls(Keys keys) throws ScrapeConfigException {
    keys.only(
        Set.of(
            "ca",
            "cert",
            "key",
            "ca_file",
            "cert_file",
            "key_file",
            "server_name",
            "insecure_skip_verify",
            "min_version",
            "max_version"));
    refuseInline(keys, "ca", "ca_file");
    refuseInline(keys, "cert", "cert_file");
    refuseInline(keys, "key", "key_file");
    return TlsConfig.newBuilder()
        .setCaFile(path(keys.textOrNull("ca_file")))
        .setCertFile(path(keys.textOrNull("cert_file")))
        .setKeyFile(path(keys.textOrNull("key_file")))
        .setServerName(keys.textOrNull("server_name"))
        .setInsecureSkipVerify(keys.flag("insecure_skip_verify", false))
        .build();
  }

  private Map<String, SecretRef> headers(Keys keys) throws ScrapeConfigException {
    Map<String, SecretRef> headers = new HashMap<>();
    for (String name : keys.names()) {
      Keys header = Keys.of(keys.raw(name));
      if (header.texts("files").size() != 1 || header.names().size() != 1) {
        throw new ScrapeConfigException(name, "needs one entry under files, and nothing else");
      }
      headers.put(name, file(header.texts("files").getFirst()));
    }
    return headers;
  }

  private static void refuseInline(Keys keys, String inline, String byFile)
      throws ScrapeConfigException {
    if (keys.has(inline)) {
      throw new ScrapeConfigException(
          inline,
          "stands in the configuration itself; put it into a file and name it in " + byFile);
    }
  }

  private SecretRef file(String path) {
    return SecretRef.newBuilder().setFile(String.valueOf(path(path))).build();
  }

  private @Nullable String path(@Nullable String path) {
    return path == null ? null : directory.resolve(path).normalize().toString();
  }
}
