package io.benchstream.gateway.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * {@code /docs}: the contract to read and to try, from what is in the jars; nobody else is asked.
 */
final class DocsRoutes {
  private static final String WEBJAR = "/META-INF/resources/webjars/swagger-ui/";
  private static final String WEBJAR_POM = "/META-INF/maven/org.webjars/swagger-ui/pom.properties";
  private static final String POLICY =
      "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors"
          + " 'none'";

  private final ApiContract contract;

  DocsRoutes(ApiContract contract) {
    this.contract = contract;
  }

  void mount(Router router) {
    String webjar = WEBJAR + webjarVersion() + "/";
    serve(router, "/docs", "text/html; charset=utf-8", bytes("docs.html"));
    serve(router, "/docs/docs.js", "text/javascript; charset=utf-8", bytes("docs.js"));
    serve(
        router,
        "/docs/swagger-ui-bundle.js",
        "text/javascript; charset=utf-8",
        bytes(webjar + "swagger-ui-bundle.js"));
    serve(
        router,
        "/docs/swagger-ui.css",
        "text/css; charset=utf-8",
        bytes(webjar + "swagger-ui.css"));
    serve(router, "/docs/favicon-32x32.png", "image/png", bytes(webjar + "favicon-32x32.png"));
    for (String path : new String[] {"/docs/openapi.yaml", "/api/v1/openapi.yaml"}) {
      serve(router, path, "application/yaml", Buffer.buffer(contract.text()));
    }
  }

  private static void serve(Router router, String path, String type, Buffer body) {
    router
        .get(path)
        .handler(
            context ->
                context
                    .response()
                    .putHeader("Content-Type", type)
                    .putHeader("Content-Security-Policy", POLICY)
                    .end(body));
  }

  private static String webjarVersion() {
    Properties properties = new Properties();
    try (InputStream in = open(WEBJAR_POM)) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty("version", "");
  }

  private static Buffer bytes(String resource) {
    try (InputStream in = open(resource)) {
      return Buffer.buffer(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream open(String resource) {
    InputStream in = DocsRoutes.class.getResourceAsStream(resource);
    if (in == null) {
      throw new IllegalStateException(resource + " is not in the jar");
    }
    return in;
  }
}
