package io.benchstream.discovery.resource;

import io.benchstream.schemas.Phase;

/** The order of phases within one life of a resource. */
public final class Phases {
  private Phases() {}

  /** True for the phases that end a life. */
  public static boolean ends(Phase phase) {
    return switch (phase) {
      case COMPLETED, FAILED, CANCELLED, DELETED -> true;
      case UNKNOWN, PENDING, RUNNING, SUSPENDED -> false;
    };
  }

  /** Of two events with the same time the one of the higher rank holds. */
  static int rank(Phase phase) {
    return switch (phase) {
      case UNKNOWN -> 0;
      case PENDING -> 1;
      case RUNNING -> 2;
      case SUSPENDED -> 3;
      case COMPLETED -> 4;
      case FAILED -> 5;
      case CANCELLED -> 6;
      case DELETED -> 7;
    };
  }
}
