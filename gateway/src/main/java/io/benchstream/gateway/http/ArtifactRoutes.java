package io.benchstream.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.benchstream.gateway.artifact.ArtifactFile;
import io.benchstream.gateway.artifact.ArtifactStore;
import io.benchstream.gateway.problem.Problem;
import io.benchstream.gateway.problem.ProblemException;
import io.benchstream.gateway.session.Sessions;
import io.benchstream.schemas.Session;
import io.benchstream.schemas.SessionWindow;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The operations on the files of collected windows. */
final class ArtifactRoutes {
  /** The report runs scripts; here it must not do so in the name of this API. */
  private static final String REPORT_POLICY =
      "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:;"
          + " sandbox allow-scripts";

  private final Sessions sessions;
  private final ArtifactStore store;
  private final BlockingCalls calls;

  ArtifactRoutes(Sessions sessions, ArtifactStore store, BlockingCalls calls) {
    this.sessions = sessions;
    this.store = store;
    this.calls = calls;
  }

  void list(RoutingContext context, Parameters parameters) {
    Session session = sessions.get(parameters.required("session_id"));
    calls.run(
        context,
        () -> {
          ObjectNode body = JsonNodeFactory.instance.objectNode();
          body.put("session_id", session.getId());
          ArrayNode collections = body.putArray("collections");
          for (SessionWindow window : session.getWindows().reversed()) {
            collection(session, window).ifPresent(collections::add);
          }
          return body;
        },
        body -> Answers.json(context, 200, body));
  }

  /** A collected window as the API tells it; empty where its files are not there. */
  Optional<ObjectNode> collection(Session session, SessionWindow window) {
    String relative = directory(session, window);
    return store
        .manifest(relative, session.getId(), window.getId())
        .map(
            manifest -> {
              ObjectNode json = JsonNodeFactory.instance.objectNode();
              json.put("session_id", session.getId());
              json.put("window_id", window.getId());
              json.put("start_time", manifest.at("/window/start_time").asText());
              json.put("end_time", manifest.at("/window/end_time").asText());
              json.put(
                  "directory", store.place(relative, session.getId(), window.getId()).toString());
              json.put("coverage", manifest.at("/coverage/least").asDouble());
              json.put("kpis_left_out", manifest.path("kpis_left_out").asInt());
              ArrayNode files = json.putArray("artifacts");
              for (JsonNode file : manifest.path("files")) {
                files
                    .addObject()
                    .put("name", file.path("name").asText())
                    .put("bytes", file.path("bytes").asLong())
                    .put("sha256", file.path("sha256").asText())
                    .put("href", href(session, window, file.path("name").asText()));
              }
              return json;
            });
  }

  private static String href(Session session, SessionWindow window, String name) {
    return "/api/v1/sessions/%s/artifacts/%s?window=%s"
        .formatted(session.getId(), name, window.getId());
  }

  private static String directory(Session session, SessionWindow window) {
    return session.getDirectories().getOrDefault(window.getId(), "");
  }

  void file(RoutingContext context, Parameters parameters) {
    Session session = sessions.get(parameters.required("session_id"));
    String name = parameters.required("name");
    SessionWindow window = window(session, parameters);
    ArtifactFile known = ArtifactFile.of(name).orElseThrow();
    calls.run(
        context,
        () -> find(session, window, name),
        path -> {
          HttpServerResponse response = context.response();
          response.putHeader("Content-Type", known.mediaType());
          if (known == ArtifactFile.REPORT) {
            response.putHeader("Content-Security-Policy", REPORT_POLICY);
          } else {
            response.putHeader("Content-Disposition", "attachment; filename=\"" + name + "\"");
          }
          response.sendFile(path.toString()).onFailure(context::fail);
        });
  }

  private Path find(Session session, SessionWindow window, String name) {
    return store
        .file(directory(session, window), session.getId(), window.getId(), name)
        .orElseThrow(() -> notCollected(session, window.getId()));
  }

  private static SessionWindow window(Session session, Parameters parameters) {
    String wanted = parameters.text("window");
    List<SessionWindow> windows = session.getWindows();
    return windows.reversed().stream()
        .filter(window -> wanted == null || window.getId().equals(wanted))
        .findFirst()
        .orElseThrow(() -> notCollected(session, wanted == null ? "any" : wanted));
  }

  private static ProblemException notCollected(Session session, String window) {
    return new ProblemException(
        Problem.of(
            404,
            "Not collected",
            "window",
            "there are no files of window '%s' of session '%s'; collect it with POST /api/v1/sessions/%s/collect"
                .formatted(window, session.getId(), session.getId())));
  }

  void zip(RoutingContext context, Parameters parameters) {
    Session session = sessions.get(parameters.required("session_id"));
    SessionWindow window = window(session, parameters);
    HttpServerResponse response = context.response();
    calls.run(
        context,
        () -> {
          List<Path> files = new ArrayList<>();
          for (ArtifactFile file : ArtifactFile.values()) {
            files.add(find(session, window, file.fileName()));
          }
          String name = session.getId() + "-" + window.getId();
          response
              .setChunked(true)
              .putHeader("Content-Type", "application/zip")
              .putHeader("Content-Encoding", "identity")
              .putHeader("Content-Disposition", "attachment; filename=\"" + name + ".zip\"");
          write(files, name, response);
          return true;
        },
        done -> {});
  }

  private static void write(List<Path> files, String name, HttpServerResponse response)
      throws IOException {
    ResponseStream out = new ResponseStream(response);
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Path file : files) {
        zip.putNextEntry(new ZipEntry(name + "/" + file.getFileName()));
        Files.copy(file, zip);
        zip.closeEntry();
      }
    }
    out.finish(); // not where a file failed, or a part of them would pass for all
  }
}
