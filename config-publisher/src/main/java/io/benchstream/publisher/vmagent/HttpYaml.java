package io.benchstream.publisher.vmagent;

import io.benchstream.schemas.Authorization;
import io.benchstream.schemas.BasicAuth;
import io.benchstream.schemas.HttpClientConfig;
import io.benchstream.schemas.SecretRef;
import io.benchstream.schemas.TlsConfig;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP settings of a job: credentials by file only, since the configuration holds no secret.
 */
final class HttpYaml {
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");

  private HttpYaml() {}

  /** Why a vmagent cannot send such requests, if it cannot. */
  static Optional<String> refusal(HttpClientConfig http) {
    BasicAuth basic = http.getBasicAuth();
    Authorization authorization = http.getAuthorization();
    if (basic != null && authorization != null) {
      return Optional.of("both basic_auth and authorization are set; set one");
    }
    if (basic != null && basic.getUsername().isEmpty()) {
      return Optional.of("basic_auth.username is empty");
    }
    if (authorization != null && !TOKEN.matcher(authorization.getType()).matches()) {
      return Optional.of(
          "authorization.type '%s' is not a scheme such as Bearer"
              .formatted(authorization.getType()));
    }
    if (!http.getHeaders().isEmpty()) {
      return Optional.of(
          "headers %s: vmagent takes their values in the configuration only, where no secret is"
                  .formatted(http.getHeaders().keySet())
              + " written; use collector WORKERS");
    }
    return (basic == null
            ? Optional.<String>empty()
            : secret("basic_auth.password", basic.getPassword()))
        .or(
            () ->
                authorization == null
                    ? Optional.empty()
                    : secret("authorization.credentials", authorization.getCredentials()))
        .or(() -> tls(http.getTlsConfig()))
        .or(() -> proxy(http.getProxyUrl()));
  }

  private static Optional<String> secret(String key, SecretRef reference) {
    if (reference.getEnv() != null) {
      return Optional.of(
          "%s is in the environment variable %s, which a vmagent configuration cannot refer to;"
                  .formatted(key, reference.getEnv())
              + " put it into a file");
    }
    String file = reference.getFile();
    if (file == null || !file.startsWith("/")) {
      return Optional.of(
          "%s: '%s' is not the absolute path of a file".formatted(key, file == null ? "" : file));
    }
    return Optional.empty();
  }

  private static Optional<String> tls(@Nullable TlsConfig tls) {
    if (tls != null && (tls.getCertFile() == null) != (tls.getKeyFile() == null)) {
      return Optional.of("tls_config has one of cert_file and key_file; set both or none");
    }
    return Optional.empty();
  }

  private static Optional<String> proxy(@Nullable String url) {
    if (url == null) {
      return Optional.empty();
    }
    try {
      URI proxy = URI.create(url);
      if (proxy.getHost() == null || !"http".equals(proxy.getScheme())) {
        return Optional.of("proxy_url is not of the form http://host:port");
      }
      return proxy.getUserInfo() == null
          ? Optional.empty()
          : Optional.of("proxy_url holds credentials; no secret is written to a configuration");
    } catch (IllegalArgumentException e) {
      return Optional.of("proxy_url is not a URL");
    }
  }

  /** Adds the settings to a job. */
  static void put(HttpClientConfig http, Map<String, Object> job) {
    job.put("follow_redirects", http.getFollowRedirects());
    putIfSet(job, "proxy_url", http.getProxyUrl());
    BasicAuth basic = http.getBasicAuth();
    if (basic != null) {
      Map<String, Object> yaml = new LinkedHashMap<>();
      yaml.put("username", basic.getUsername());
      putIfSet(yaml, "password_file", basic.getPassword().getFile());
      job.put("basic_auth", yaml);
    }
    Authorization authorization = http.getAuthorization();
    if (authorization != null) {
      Map<String, Object> yaml = new LinkedHashMap<>();
      yaml.put("type", authorization.getType());
      putIfSet(yaml, "credentials_file", authorization.getCredentials().getFile());
      job.put("authorization", yaml);
    }
    TlsConfig tls = http.getTlsConfig();
    if (tls != null) {
      Map<String, Object> yaml = new LinkedHashMap<>();
      putIfSet(yaml, "ca_file", tls.getCaFile());
      putIfSet(yaml, "cert_file", tls.getCertFile());
      putIfSet(yaml, "key_file", tls.getKeyFile());
      putIfSet(yaml, "server_name", tls.getServerName());
      if (tls.getInsecureSkipVerify()) {
        yaml.put("insecure_skip_verify", true);
      }
      if (!yaml.isEmpty()) {
        job.put("tls_config", yaml);
      }
    }
  }

  private static void putIfSet(Map<String, Object> yaml, String key, @Nullable String value) {
    if (value != null) {
      yaml.put(key, value);
    }
  }
}
