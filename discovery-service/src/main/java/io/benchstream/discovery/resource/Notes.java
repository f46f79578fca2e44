package io.benchstream.discovery.resource;

import static io.benchstream.discovery.event.EventValidator.RESERVED_ATTRIBUTES;

import io.benchstream.schemas.Resource;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the discovery service itself remembers of a resource: attributes with a prefix that events
 * may not use. They outlive the events, which replace all other attributes.
 */
public final class Notes {
  /** On a cluster: when it ended last, in milliseconds; jobs of before are gone. */
  public static final String ENDED_AT = RESERVED_ATTRIBUTES + "ended_at";

  /** On a job: id of the benchmark session that is open for it. */
  public static final String SESSION = RESERVED_ATTRIBUTES + "session";

  /** On a job: when that session began, in milliseconds. */
  public static final String SESSION_START = RESERVED_ATTRIBUTES + "session_start";

  private Notes() {}

  static Map<String, String> of(Resource resource) {
    Map<String, String> notes = new HashMap<>();
    resource
        .getAttributes()
        .forEach(
            (name, value) -> {
              if (name.startsWith(RESERVED_ATTRIBUTES)) {
                notes.put(name, value);
              }
            });
    return notes;
  }

  public static Optional<String> text(@Nullable Resource resource, String note) {
    return resource == null
        ? Optional.empty()
        : Optional.ofNullable(resource.getAttributes().get(note));
  }

  public static Optional<Instant> time(@Nullable Resource resource, String note) {
    return text(resource, note).map(Long::parseLong).map(Instant::ofEpochMilli);
  }

  /** The resource with the notes set; a null value removes a note. */
  public static Resource with(Resource resource, Map<String, @Nullable String> notes) {
    Map<String, String> attributes = new HashMap<>(resource.getAttributes());
    notes.forEach(
        (name, value) -> {
          if (value == null) {
            attributes.remove(name);
          } else {
            attributes.put(name, value);
          }
        });
    return Resource.newBuilder(resource).setAttributes(Map.copyOf(attributes)).build();
  }
}
