package io.benchstream.schemas.registry;

import org.apache.kafka.common.errors.SerializationException;

/** The registry does not take a schema; no later attempt with the same schema will succeed. */
public final class SchemaRefusedException extends SerializationException {
  private static final long serialVersionUID = 1L;

  SchemaRefusedException(String message, Throwable cause) {
    super(message, cause);
  }
}
