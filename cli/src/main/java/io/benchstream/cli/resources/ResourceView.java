package io.benchstream.cli.resources;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.benchstream.cli.connection.KafkaSession;
import io.benchstream.runtime.json.AvroJsonWriter;
import io.benchstream.schemas.Phase;
import io.benchstream.schemas.Resource;
import io.benchstream.schemas.ResourceType;
import io.benchstream.schemas.topics.Topic;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The clusters and jobs of an installation as they stand on their topic. */
final class ResourceView {
  /** On a cluster whose connector lost its source. */
  static final String STALE_SINCE = "stale_since";

  private static final Set<Phase> ENDED =
      Set.of(Phase.COMPLETED, Phase.FAILED, Phase.CANCELLED, Phase.DELETED);

  private final Map<String, Resource> byKey = new HashMap<>();

  private ResourceView() {}

  static ResourceView read(KafkaSession session) {
    ResourceView view = new ResourceView();
    session.readToEnd(Topic.RESOURCES, Resource.class, null, view::put);
    return view;
  }

  private void put(String key, @Nullable Resource resource) {
    if (resource == null) {
      byKey.remove(key);
    } else {
      byKey.put(key, resource);
    }
  }

  /** Those of a type, by cluster and job. */
  List<Resource> all(ResourceType type, boolean ended) {
    return byKey.values().stream()
        .filter(resource -> resource.getResourceType() == type)
        .filter(resource -> ended || !ENDED.contains(resource.getPhase()))
        .sorted(
            Comparator.comparing(Resource::getCluster)
                .thenComparing(resource -> String.valueOf(resource.getJob())))
        .toList();
  }

  Optional<Resource> get(String key) {
    return Optional.ofNullable(byKey.get(key));
  }

  static ObjectNode json(Resource resource) {
    return new AvroJsonWriter().write(resource);
  }
}
