package io.benchstream.cli.api;

import io.benchstream.cli.console.CommandFailure;
import io.benchstream.cli.installation.DataDirectory;
import io.benchstream.cli.installation.LocalState;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of every command that talks to a gateway. */
public final class ApiOptions {
  /** Names the file of the token where no option does. */
  static final String TOKEN_FILE = "BENCHSTREAM_TOKEN_FILE";

  private static final String USUAL = "http://127.0.0.1:8002";

  @Option(
      names = "--api",
      paramLabel = "URL",
      description =
          "The gateway. Default: that of the local mode that runs on the usual data directory,"
              + " else "
              + USUAL
              + ".")
  private @Nullable String url;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "File that holds the bearer token. Default: $" + TOKEN_FILE + ", if set.")
  private @Nullable Path tokenFile;

  @Option(
      names = "--cacert",
      paramLabel = "FILE",
      description = "Certificates in PEM that the gateway's must come from.")
  private @Nullable Path authorities;

  /** A client for the gateway named, or the usual one. */
  public ApiClient client() {
    return client(url == null ? localMode() : url);
  }

  private static String localMode() {
    return DataDirectory.usual(System.getenv(), System.getProperty("user.home"))
        .running()
        .map(LocalState::gatewayUrl)
        .orElse(USUAL);
  }

  /**
   * A client.
   *
   * @param usual the gateway where no option names one
   */
  public ApiClient client(String usual) {
    URI root = root(url == null ? usual : url);
    return new ApiClient(
        new ApiTransport(root, token(), authorities == null ? null : Trust.in(authorities)));
  }

  private static URI root(String text) {
    try {
      URI root = URI.create(text);
      boolean http = "http".equals(root.getScheme()) || "https".equals(root.getScheme());
      if (http && root.getHost() != null && root.getQuery() == null) {
        return root;
      }
    } catch (IllegalArgumentException e) {
      // told below
    }
    throw CommandFailure.usage(
        "--api '%s' is not an address; write for example %s".formatted(text, USUAL), null);
  }

  private @Nullable String token() {
    Path file = tokenFile;
    if (file == null) {
      String named = System.getenv().getOrDefault(TOKEN_FILE, "");
      file = named.isEmpty() ? null : Path.of(named);
    }
    if (file == null) {
      return null;
    }
    try {
      String token = Files.readString(file).strip();
      if (!token.matches("[\\x21-\\x7e]{1,4096}")) {
        throw CommandFailure.usage(
            "%s does not hold a token: one line without blanks is wanted".formatted(file), null);
      }
      return token;
    } catch (IOException e) {
      throw CommandFailure.usage("the token file %s cannot be read: %s".formatted(file, e), e);
    }
  }
}
