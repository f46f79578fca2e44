package io.benchstream.schemas.topics;

import io.benchstream.schemas.KpiWindow;
import io.benchstream.schemas.LifecycleEvent;
import io.benchstream.schemas.Resource;
import io.benchstream.schemas.Scrape;
import io.benchstream.schemas.Session;
import io.benchstream.schemas.SessionReport;
import io.benchstream.schemas.Target;
import io.benchstream.schemas.TargetStatus;
import java.time.Duration;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Every topic of Benchstream: who writes it, who reads it, how long it lives. The name on the
 * broker is {@link Topics#name}.
 */
public enum Topic {
  /** Schedulers, gateway → discovery. Key: resource. Also takes CloudEvents in JSON. */
  LIFECYCLE(LifecycleEvent.class, Cleanup.DELETE, Duration.ofDays(7), 8),
  /** Discovery → discovery, gateway. Key: resource. */
  RESOURCES(Resource.class, Cleanup.COMPACT, null, 8),
  /** Discovery → workers, config publisher, gateway. Key: target id; a tombstone removes it. */
  TARGETS(Target.class, Cleanup.COMPACT, null, Topic.BY_TARGET),
  /** Workers → gateway. Key: target id. */
  TARGET_STATUS(TargetStatus.class, Cleanup.COMPACT, null, Topic.BY_TARGET),
  /** Workers → aggregator, config publisher. Key: target id. */
  SAMPLES(Scrape.class, Cleanup.DELETE, Duration.ofDays(3), Topic.BY_TARGET),
  /** Gateway, discovery → aggregator, gateway. Key: session id. */
  SESSIONS(Session.class, Cleanup.COMPACT, null, 8),
  /** Aggregator → config publisher, gateway, anyone. Key: scope and KPI name. */
  KPIS(KpiWindow.class, Cleanup.DELETE, Duration.ofDays(30), 8),
  /** Aggregator → gateway, anyone. Key: session id. */
  SESSION_REPORTS(SessionReport.class, Cleanup.COMPACT_AND_DELETE, Duration.ofDays(365), 8),
  /** All → an operator. Key and value: the original bytes; the headers say why. */
  DEAD_LETTERS(null, Cleanup.DELETE, Duration.ofDays(14), 4);

  /** What the broker does with old records. */
  public enum Cleanup {
    DELETE("delete"),
    COMPACT("compact"),
    COMPACT_AND_DELETE("compact,delete");

    private final String policy;

    Cleanup(String policy) {
      this.policy = policy;
    }

    /** The value of the broker's {@code cleanup.policy}. */
    public String policy() {
      return policy;
    }
  }

  /** Partition count is {@link Topics#partitions}: such topics share key and partitions. */
  private static final int BY_TARGET = 0;

  private final @Nullable Class<? extends SpecificRecord> valueType;
  private final Cleanup cleanup;
  private final @Nullable Duration retention;
  private final int partitions;

  Topic(
      @Nullable Class<? extends SpecificRecord> valueType,
      Cleanup cleanup,
      @Nullable Duration retention,
      int partitions) {
    this.valueType = valueType;
    this.cleanup = cleanup;
    this.retention = retention;
    this.partitions = partitions;
  }

  /** The Avro record of the values; empty for dead letters, whose values are any bytes. */
  public Optional<Class<? extends SpecificRecord>> valueType() {
    return Optional.ofNullable(valueType);
  }

  public Cleanup cleanup() {
    return cleanup;
  }

  /** How long records are kept; empty where the latest record of a key is kept for ever. */
  public Optional<Duration> retention() {
    return Optional.ofNullable(retention);
  }

  /** True for the topics keyed by target id, which share the configured partition count. */
  public boolean byTarget() {
    return partitions == BY_TARGET;
  }

  int fixedPartitions() {
    return partitions;
  }

  /** The name without prefix, for example {@code target-status}. */
  public String shortName() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }
}
