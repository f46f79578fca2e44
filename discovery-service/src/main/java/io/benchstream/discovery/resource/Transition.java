package io.benchstream.discovery.resource;

import io.benchstream.schemas.Resource;

/** What an event does to a resource. */
public sealed interface Transition {
  /**
   * The event holds.
   *
   * @param next the resource from now on; the ids of its targets are those of before
   */
  record Applied(Resource next) implements Transition {}

  /** The event was applied before. */
  record Duplicate() implements Transition {}

  /**
   * The event comes after one that holds against it.
   *
   * @param reason in words
   */
  record Stale(String reason) implements Transition {}
}
