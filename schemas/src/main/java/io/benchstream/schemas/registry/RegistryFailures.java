package io.benchstream.schemas.registry;

import com.microsoft.kiota.ApiException;
import io.vertx.core.VertxException;
import java.io.IOException;
import java.util.concurrent.TimeoutException;

/** Tells a registry that is away from bytes that are not a record. */
final class RegistryFailures {
  private RegistryFailures() {}

  static RuntimeException translate(RuntimeException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof IOException
          || cause instanceof TimeoutException
          || cause instanceof VertxException
          || (cause instanceof ApiException answer && answer.getResponseStatusCode() >= 500)) {
        return new RegistryUnavailableException(
            "the schema registry does not answer: " + message(cause), failure);
      }
    }
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return new UndecodableRecordException("not a record: " + message(root), failure);
  }

  private static String message(Throwable error) {
    String message = error.getMessage();
    return message == null ? error.getClass().getSimpleName() : message;
  }
}
