package io.benchstream.cli.events;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.benchstream.discovery.event.EventValidator;
import io.benchstream.discovery.event.Intake;
import io.benchstream.discovery.inventory.Change;
import io.benchstream.discovery.inventory.Inventory;
import io.benchstream.discovery.inventory.InventoryLimits;
import io.benchstream.discovery.inventory.Outcome;
import io.benchstream.discovery.profile.Profiles;
import io.benchstream.discovery.profile.ScrapeDefaults;
import io.benchstream.discovery.profile.TargetResolver;
import io.benchstream.runtime.json.AvroJsonWriter;
import io.benchstream.runtime.network.NetworkConfig;
import io.benchstream.schemas.LifecycleEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Applies events once more, in the order of their topic, to see what each did. The rules depend on
 * nothing else, so that this is what it did then; only events older than the topic are not seen.
 * Not thread-safe.
 */
final class EventReplay {
  private final TargetResolver resolver;
  private final EventValidator validator = new EventValidator(Duration.ofDays(3650));
  private final Map<String, Inventory> byCluster = new HashMap<>();
  private final Map<String, String> rejections = new HashMap<>();
  private final List<Traced> traced = new ArrayList<>();

  EventReplay(Profiles profiles) {
    // Where the service denied a network, its dead letter says so.
    resolver =
        new TargetResolver(
            profiles,
            new ScrapeDefaults(null, null, null),
            new NetworkConfig(List.of("0.0.0.0/0", "::/0"), null).rules());
  }

  /**
   * An event and what became of it.
   *
   * @param place topic-partition@offset
   * @param reason in words; empty where there is nothing to say
   */
  record Traced(
      LifecycleEvent event,
      String place,
      String fate,
      String reason,
      int targetsPut,
      int targetsRemoved) {
    ObjectNode json() {
      ObjectNode node = JsonNodeFactory.instance.objectNode();
      node.put("fate", fate);
      node.put("reason", reason);
      node.put("targets_put", targetsPut);
      node.put("targets_removed", targetsRemoved);
      node.put("place", place);
      node.set("event", new AvroJsonWriter().write(event));
      return node;
    }
  }

  /** The service rejected the event that stood there; before the events. */
  void rejected(String place, String reason) {
    rejections.put(place, reason);
  }

  void event(String place, LifecycleEvent event) {
    String rejection = rejections.get(place);
    if (rejection != null) {
      traced.add(new Traced(event, place, "rejected", rejection, 0, 0));
      return;
    }
    if (validator.check(event, Instant.now()) instanceof Intake.Invalid invalid) {
      traced.add(new Traced(event, place, "rejected", invalid.reason(), 0, 0));
      return;
    }
    Outcome outcome =
        byCluster
            .computeIfAbsent(
                event.getCluster(), key -> new Inventory(resolver, InventoryLimits.usual()))
            .apply(event);
    int put = 0;
    int removed = 0;
    for (Change change : outcome.changes()) {
      put += change instanceof Change.PutTarget ? 1 : 0;
      removed += change instanceof Change.RemoveTarget ? 1 : 0;
    }
    traced.add(new Traced(event, place, outcome.fate().word(), outcome.detail(), put, removed));
  }

  List<Traced> traced() {
    return List.copyOf(traced);
  }
}
