package io.benchstream.discovery.event;

import io.benchstream.schemas.Endpoint;
import io.benchstream.schemas.LifecycleEvent;
import io.benchstream.schemas.Phase;
import io.benchstream.schemas.ResourceType;
import io.benchstream.schemas.topics.ResourceKeys;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Decides whether an event can be worked with. It never throws: what is wrong is the result, with
 * field, value and remedy. The rules are those of docs/lifecycle-events.md.
 *
 * @param maxFuture how far an event's time may lie ahead of the clock: one from the far future
 *     would make every later event of its resource stale
 */
public record EventValidator(Duration maxFuture) {
  /** Attributes with this prefix are notes of the discovery service on its own resources. */
  public static final String RESERVED_ATTRIBUTES = "benchstream.";

  private static final int LONGEST_IDENTITY = 512;
  private static final int MOST_ATTRIBUTES = 64;
  private static final int LONGEST_ATTRIBUTE = 200_000;
  // Seconds taken for milliseconds end up in January 1970.
  private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");

  public EventValidator {
    if (maxFuture.isNegative()) {
      throw new IllegalArgumentException("max_future: %s is negative".formatted(maxFuture));
    }
  }

  public Intake check(LifecycleEvent event, Instant now) {
    Findings findings = new Findings();
    identity("id", event.getId(), findings);
    identity("source", event.getSource(), findings);
    time(event.getTime(), now, findings);
    resource(event, findings);
    findings.require(
        event.getPhase() != Phase.UNKNOWN,
        "phase",
        event.getPhase(),
        "is not a phase of this version",
        "use one of PENDING, RUNNING, SUSPENDED, COMPLETED, FAILED, CANCELLED, DELETED");
    findings.require(
        EndpointRules.KIND.matcher(event.getKind()).matches(),
        "kind",
        event.getKind(),
        "is not a kind",
        EndpointRules.KIND_REMEDY);
    LabelRules.checkShared("labels", event.getLabels(), findings);
    List<Endpoint> endpoints = event.getEndpoints();
    for (int i = 0; i < endpoints.size(); i++) {
      EndpointRules.check("endpoints[%d]".formatted(i), endpoints.get(i), findings);
    }
    attributes(event.getAttributes(), findings);
    List<Rejection> rejections = findings.rejections();
    return rejections.isEmpty() ? new Intake.Accepted(event) : new Intake.Invalid(rejections);
  }

  private static void identity(String field, String value, Findings findings) {
    findings.require(
        !value.isEmpty(), field, value, "is empty", "give one: it recognises duplicates");
    findings.require(
        value.length() <= LONGEST_IDENTITY,
        field,
        value,
        "has more than %d characters".formatted(LONGEST_IDENTITY),
        "shorten it");
    findings.require(
        value.chars().noneMatch(c -> c < ' ' || c == 0x7f),
        field,
        value,
        "holds a control character",
        "remove it");
  }

  private void time(Instant time, Instant now, Findings findings) {
    findings.require(
        !time.isBefore(EARLIEST),
        "time",
        time,
        "is before the year 2000",
        "give milliseconds since 1970, not seconds");
    findings.require(
        !time.isAfter(now.plus(maxFuture)),
        "time",
        time,
        "is more than %d s ahead of this clock".formatted(maxFuture.toSeconds()),
        "set the producer's clock");
  }

  private static void resource(LifecycleEvent event, Findings findings) {
    id("cluster", event.getCluster(), findings);
    ResourceType type = event.getResourceType();
    String job = event.getJob();
    findings.require(
        type != ResourceType.UNKNOWN,
        "resourceType",
        type,
        "is not a resource of this version",
        "use CLUSTER or JOB");
    if (type == ResourceType.CLUSTER) {
      findings.require(
          job == null, "job", job, "stands in an event of a cluster", "leave it out, or use JOB");
    }
    if (type == ResourceType.JOB) {
      id("job", job == null ? "" : job, findings);
    }
  }

  private static void id(String field, String id, Findings findings) {
    findings.require(ResourceKeys.isId(id), field, id, "is not an id", ResourceKeys.ID_REMEDY);
  }

  private static void attributes(Map<String, String> attributes, Findings findings) {
    findings.require(
        attributes.size() <= MOST_ATTRIBUTES,
        "attributes",
        attributes.size() + " attributes",
        "is more than " + MOST_ATTRIBUTES,
        "leave out what no profile reads");
    attributes.forEach(
        (name, value) -> {
          String field = "attributes." + name;
          findings.require(
              !name.startsWith(RESERVED_ATTRIBUTES),
              field,
              name,
              "begins with %s, which is reserved".formatted(RESERVED_ATTRIBUTES),
              "choose another name");
          findings.require(
              value.length() <= LONGEST_ATTRIBUTE,
              field,
              value,
              "has more than %d characters".formatted(LONGEST_ATTRIBUTE),
              "shorten it");
        });
  }
}
