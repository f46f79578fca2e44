package io.benchstream.discovery.slurm;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.benchstream.discovery.connector.Pages;
import io.benchstream.discovery.connector.SourceException;
import io.benchstream.schemas.HttpClientConfig;
import io.benchstream.schemas.SecretRef;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Asks slurmrestd, in the newest version of its API that it knows. Not thread-safe. */
final class SlurmClient {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final int NEWEST = 44;
  private static final int OLDEST = 38;
  private static final List<String> VERSIONS =
      IntStream.rangeClosed(OLDEST, NEWEST).mapToObj(i -> "v0.0." + i).toList().reversed();

  private final SlurmConfig config;
  private final Pages pages;
  private final ObjectMapper json = new ObjectMapper();
  private @Nullable String version;

  SlurmClient(SlurmConfig config, Pages pages) {
    this.config = config;
    this.pages = pages;
    this.version = config.apiVersion();
  }

  /** Receives the items of a list, one by one: the whole of it is never in memory as a tree. */
  interface Items {
    void item(JsonNode item);
  }

  /** What an answer says besides its items. */
  sealed interface Answer {
    /**
     * There was a list.
     *
     * @param lastUpdate for the next question, in seconds; null where the version does not tell
     */
    record Listed(@Nullable Long lastUpdate) implements Answer {}

    /** Nothing has changed since the time given. */
    record Unchanged() implements Answer {}
  }

  /** The version in use; null before the first answer. */
  @Nullable String version() {
    return version;
  }

  /**
   * Asks for a list.
   *
   * @param list {@code jobs} or {@code nodes}
   * @param since only where something changed since then; 0 for everything
   * @throws SourceException where there is no answer that makes sense
   */
  Answer list(String list, long since, Items items) throws SourceException, InterruptedException {
    String chosen = version == null ? negotiate() : version;
    String query = since > 0 ? "?update_time=" + since : "";
    Pages.Page page = get("/slurm/%s/%s/%s".formatted(chosen, list, query));
    if (page.status() == 304) {
      return new Answer.Unchanged();
    }
    if (page.status() == 404 && config.apiVersion() == null) {
      // It may have been replaced by one of another age.
      version = null;
    }
    if (page.status() != 200) {
      throw new SourceException("slurmrestd answers %d%s".formatted(page.status(), detail(page)));
    }
    return new Answer.Listed(read(page, list, items));
  }

  private String negotiate() throws SourceException, InterruptedException {
    for (String candidate : VERSIONS) {
      Pages.Page page = get("/slurm/" + candidate + "/ping/");
      if (page.status() == 200) {
        version = candidate;
        return candidate;
      }
      if (page.status() != 404) {
        throw new SourceException("slurmrestd answers %d%s".formatted(page.status(), detail(page)));
      }
    }
    throw new SourceException(
        "slurmrestd knows none of the API versions v0.0.%d to v0.0.%d".formatted(OLDEST, NEWEST));
  }

  private Pages.Page get(String path) throws SourceException, InterruptedException {
    URI base = config.url() == null ? URI.create("http://localhost") : config.url();
    HttpClientConfig.Builder http = HttpClientConfig.newBuilder().setFollowRedirects(false);
    if (config.tokenFile() != null) {
      http.setHeaders(
          Map.of(
              "X-SLURM-USER-TOKEN",
              SecretRef.newBuilder().setFile(config.tokenFile().toString()).build()));
    }
    return pages.get(
        new Pages.Request(
            base.resolve(path),
            config.socket(),
            config.user() == null ? Map.of() : Map.of("X-SLURM-USER-NAME", config.user()),
            http.build(),
            config.maxAnswerBytes(),
            TIMEOUT));
  }

  private @Nullable Long read(Pages.Page page, String list, Items items) throws SourceException {
    boolean found = false;
    Long lastUpdate = null;
    try (JsonParser parser = json.createParser(page.body())) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new SourceException("slurmrestd's answer is no JSON object");
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        JsonToken value = parser.nextToken();
        if (name.equals(list) && value == JsonToken.START_ARRAY) {
          found = true;
          while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.item(json.readTree(parser));
          }
        } else if (name.equals("last_update")) {
          lastUpdate = SlurmAnswer.number(json.readTree(parser));
        } else if (name.equals("errors") && value == JsonToken.START_ARRAY) {
          JsonNode errors = json.readTree(parser);
          if (!errors.isEmpty()) {
            throw new SourceException("slurmrestd says: " + error(errors));
          }
        } else {
          parser.skipChildren();
        }
      }
      if (parser.currentToken() != JsonToken.END_OBJECT || !found) {
        throw new SourceException("slurmrestd's answer has no whole list '%s'".formatted(list));
      }
      return lastUpdate;
    } catch (IOException e) {
      throw new SourceException(
          "slurmrestd's answer%s is not the JSON of its API: %s"
              .formatted(
                  page.contentType().isEmpty() ? "" : " (" + page.contentType() + ")",
                  e.getMessage() == null ? e : e.getMessage().lines().findFirst().orElse("")),
          e);
    }
  }

  private String detail(Pages.Page page) {
    if (page.status() == 401 || page.status() == 403) {
      return ": it does not take the user or token; give user and token_file, and renew the token";
    }
    if (!page.contentType().toLowerCase(Locale.ROOT).contains("json")) {
      return page.contentType().isEmpty() ? "" : " (" + page.contentType() + ")";
    }
    try {
      JsonNode errors = json.readTree(page.body()).path("errors");
      return errors.isEmpty() ? "" : ": " + error(errors);
    } catch (IOException e) {
      return "";
    }
  }

  private static String error(JsonNode errors) {
    JsonNode first = errors.path(0);
    String words = SlurmAnswer.text(first.path("description"));
    String text = words.isEmpty() ? SlurmAnswer.text(first.path("error")) : words;
    return text.substring(0, Math.min(text.length(), 200));
  }
}
