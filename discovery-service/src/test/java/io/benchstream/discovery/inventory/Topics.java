package io.benchstream.discovery.inventory;

import io.benchstream.schemas.Resource;
import io.benchstream.schemas.Session;
import io.benchstream.schemas.Target;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** What stands on the topics once changes were written. */
final class Topics {
  final Map<String, Resource> resources = new TreeMap<>();
  final Map<String, Target> targets = new TreeMap<>();
  final Map<String, Session> sessions = new TreeMap<>();

  void write(List<Change> changes) {
    for (Change change : changes) {
      switch (change) {
        case Change.PutResource(String key, Resource resource) -> resources.put(key, resource);
        case Change.RemoveResource(String key) -> resources.remove(key);
        case Change.PutTarget(Target target) -> targets.put(target.getId(), target);
        case Change.RemoveTarget(String id) -> targets.remove(id);
        case Change.PutSession(Session session) -> sessions.put(session.getId(), session);
      }
    }
  }

  void restore(Inventory inventory) {
    resources.values().forEach(inventory::restore);
    targets.values().forEach(inventory::restore);
  }

  Resource resource(String key) {
    return Objects.requireNonNull(resources.get(key), key);
  }

  Session session(String id) {
    return Objects.requireNonNull(sessions.get(id), id);
  }

  List<String> addresses() {
    return targets.values().stream().map(Target::getAddress).sorted().toList();
  }
}
