package io.benchstream.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.OpenAPIContract;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The OpenAPI description of this API, openapi.yaml: the source of its routes and rules. */
final class ApiContract {
  private static final String FILE = "openapi.yaml";
  private static final String JSON = "application/json";

  /** Media types that Vert.x 4.5 refuses in a contract; their bodies are checked elsewhere. */
  private static final List<String> UNKNOWN_TO_VERTX =
      List.of(
          "application/problem+json",
          "application/octet-stream",
          "application/zip",
          "text/event-stream",
          "application/cloudevents+json",
          "application/cloudevents-batch+json");

  private final byte[] text;
  private final JsonNode contract;

  ApiContract() {
    try (InputStream in = ApiContract.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new IllegalStateException(FILE + " is not in the jar");
      }
      text = in.readAllBytes();
      contract = new YAMLMapper().readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The file as it is. */
  byte[] text() {
    return text.clone();
  }

  JsonNode json() {
    return contract;
  }

  /** The contract as the router takes it. Blocks. */
  OpenAPIContract forRouter(Vertx vertx) {
    JsonNode copy = contract.deepCopy();
    for (JsonNode content : copy.findValues("content")) {
      if (content instanceof ObjectNode types) {
        for (String type : UNKNOWN_TO_VERTX) {
          JsonNode media = types.remove(type);
          if (media != null && !types.has(JSON)) {
            types.set(JSON, media);
          }
        }
      }
    }
    try {
      return OpenAPIContract.from(vertx, new JsonObject(copy.toString()))
          .toCompletionStage()
          .toCompletableFuture()
          .get(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while reading " + FILE, e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException(FILE + " is no contract that Vert.x takes", e);
    }
  }
}
