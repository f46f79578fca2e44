package io.benchstream.cli.simulator.engine;

import java.util.Locale;

/** Why a request ended. */
public enum FinishReason {
  /** The model stopped by itself. */
  STOP,
  /** The request's limit of tokens was reached. */
  LENGTH,
  /** The client went away. */
  ABORT;

  /** The label {@code finished_reason}, and OpenAI's {@code finish_reason}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
