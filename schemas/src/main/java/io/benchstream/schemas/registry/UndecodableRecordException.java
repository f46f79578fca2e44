package io.benchstream.schemas.registry;

import org.apache.kafka.common.errors.SerializationException;

/** Bytes are not a record of the wanted type; no later attempt will read them. */
public final class UndecodableRecordException extends SerializationException {
  private static final long serialVersionUID = 1L;

  UndecodableRecordException(String message, Throwable cause) {
    super(message, cause);
  }

  UndecodableRecordException(String message) {
    super(message);
  }
}
