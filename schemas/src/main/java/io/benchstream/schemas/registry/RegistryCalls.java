package io.benchstream.schemas.registry;

import com.microsoft.kiota.ApiException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Calls the registry, each call within a time limit, which its client does not have. Calls are few:
 * one for each schema and process.
 */
final class RegistryCalls implements AutoCloseable {
  private static final int SERVER_ERROR = 500;

  /** No or wrong credentials, a slow client, too many requests: somebody can put that right. */
  private static final Set<Integer> PASSING = Set.of(401, 403, 408, 425, 429);

  private final String registryUrl;
  private final Duration timeout;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "schema-registry-client");
            thread.setDaemon(true);
            return thread;
          });

  RegistryCalls(String registryUrl, Duration timeout) {
    this.registryUrl = registryUrl;
    this.timeout = timeout;
  }

  /**
   * The answer.
   *
   * @throws RegistryUnavailableException where there is none
   * @throws ApiException where the registry answers no: what it was asked for is at fault
   */
  <T extends @Nullable Object> T call(Supplier<T> request) {
    Future<T> answer;
    try {
      answer = threads.submit(request::get);
    } catch (RejectedExecutionException e) {
      throw unavailable("this client is closed", e); // not the record's fault
    }
    try {
      return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw translate(e.getCause() == null ? e : e.getCause());
    } catch (TimeoutException e) {
      throw unavailable("no answer within " + timeout.toMillis() + " ms", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable("interrupted", e);
    } finally {
      answer.cancel(true);
    }
  }

  private RuntimeException translate(Throwable failure) {
    Throwable root = failure;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ApiException answer && isFinal(answer.getResponseStatusCode())) {
        return answer;
      }
      root = cause;
    }
    if (root instanceof Error error) {
      throw error;
    }
    return unavailable(message(root), failure);
  }

  private static boolean isFinal(int status) {
    return status > 0 && status < SERVER_ERROR && !PASSING.contains(status);
  }

  private RegistryUnavailableException unavailable(String reason, Throwable cause) {
    return new RegistryUnavailableException(
        "schema registry at %s: %s".formatted(registryUrl, reason), cause);
  }

  /** The first cause of a type, the failure itself included; null where there is none. */
  static <E extends Throwable> @Nullable E cause(Throwable failure, Class<E> type) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return type.cast(cause);
      }
    }
    return null;
  }

  static String message(Throwable failure) {
    Throwable error =
        failure instanceof UncheckedIOException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    String type = error.getClass().getSimpleName();
    String status =
        error instanceof ApiException answer ? " " + answer.getResponseStatusCode() : "";
    return error.getMessage() == null ? type + status : type + status + ": " + error.getMessage();
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
