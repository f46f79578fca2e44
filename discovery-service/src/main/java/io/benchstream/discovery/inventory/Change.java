package io.benchstream.discovery.inventory;

import io.benchstream.schemas.Resource;
import io.benchstream.schemas.Session;
import io.benchstream.schemas.Target;

/** One difference to what stands on the topics. */
public sealed interface Change {
  /** Goes to the resources topic. */
  record PutResource(String key, Resource resource) implements Change {}

  /** Goes to the resources topic: a tombstone. */
  record RemoveResource(String key) implements Change {}

  /** Goes to the targets topic. */
  record PutTarget(Target target) implements Change {}

  /** Goes to the targets topic: a tombstone. */
  record RemoveTarget(String id) implements Change {}

  /** Goes to the sessions topic. */
  record PutSession(Session session) implements Change {}
}
