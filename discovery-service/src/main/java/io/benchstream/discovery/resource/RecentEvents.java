package io.benchstream.discovery.resource;

import io.benchstream.schemas.LifecycleEvent;
import io.benchstream.schemas.Resource;
import java.util.ArrayList;
import java.util.List;

/**
 * The identities of the events applied last. An older duplicate than these is stale by its time.
 */
final class RecentEvents {
  static final int MOST = 32;

  private RecentEvents() {}

  static String entry(LifecycleEvent event) {
    return event.getSource() + "\n" + event.getId();
  }

  static boolean contain(Resource resource, LifecycleEvent event) {
    return resource.getRecentEvents().contains(entry(event));
  }

  static List<String> with(Resource resource, LifecycleEvent event) {
    List<String> before = resource.getRecentEvents();
    List<String> entries = new ArrayList<>(Math.min(before.size() + 1, MOST));
    entries.add(entry(event));
    entries.addAll(before.subList(0, Math.min(before.size(), MOST - 1)));
    return List.copyOf(entries);
  }
}
