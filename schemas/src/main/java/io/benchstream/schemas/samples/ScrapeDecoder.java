package io.benchstream.schemas.samples;

import io.benchstream.schemas.Scrape;
import io.benchstream.schemas.ScrapeOutcome;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the records of {@link ScrapeEncoder}s back, of any number of targets, in the order of their
 * partition. Bad records are outcomes, never exceptions, and a value is never given out under
 * another series than its own. Not thread-safe.
 *
 * <p>Memory is bounded: of each target the few series sets it had last, and of all targets those
 * that were heard of within the idle time, up to a limit.
 */
public final class ScrapeDecoder {
  /**
   * What the decoder may remember.
   *
   * @param maxTargets most targets to remember; the least recently heard of is forgotten first
   * @param idle a target not heard of for so long, by the time of the scrapes read, is forgotten,
   *     and three of its own intervals at least
   * @param recentSets series sets to remember of each target: 2 or more, since the old owner and
   *     the new one of a target may take turns for a while
   */
  public record Limits(int maxTargets, Duration idle, int recentSets) {
    public static final Limits DEFAULT = new Limits(100_000, Duration.ofMinutes(10), 3);

    public Limits {
      if (maxTargets < 1 || recentSets < 2 || idle.isNegative() || idle.isZero()) {
        throw new IllegalArgumentException(
            "max_targets %d, idle %s, recent_sets %d: at least 1, above zero, at least 2"
                .formatted(maxTargets, idle, recentSets));
      }
    }
  }

  private static final class TargetState {
    private final TargetSeries series;
    private long epoch = Long.MIN_VALUE;
    private long heardAt;
    private long idleMs;
    private @Nullable PartAssembly assembly;

    TargetState(int recentSets) {
      series = new TargetSeries(recentSets);
    }
  }

  private static final int SWEEPS_PER_IDLE_TIME = 8;
  private static final int IDLE_INTERVALS = 3;

  private final Limits limits;
  private final long idleMs;
  private final Map<String, TargetState> targets;

  /** The latest scrape time seen; it never goes back. */
  private long streamTime = Long.MIN_VALUE;

  private long nextSweep = Long.MIN_VALUE;

  public ScrapeDecoder() {
    this(Limits.DEFAULT);
  }

  public ScrapeDecoder(Limits limits) {
    this.limits = limits;
    this.idleMs = limits.idle().toMillis();
    this.targets =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<String, TargetState> eldest) {
            return size() > limits.maxTargets();
          }
        };
  }

  /** Targets remembered at present. */
  public int targets() {
    return targets.size();
  }

  /** Takes the next record of the partition. The record and its buffers must not change later. */
  public Decoded decode(Scrape scrape) {
    String targetId = scrape.getTargetId();
    String fault = RecordCheck.faultOf(scrape);
    if (fault != null) {
      return new Decoded.Corrupt(targetId, fault);
    }
    advance(scrape.getScrapeTime().toEpochMilli());
    TargetState target = target(targetId);
    if (scrape.getEpoch() < target.epoch) {
      return new Decoded.Fenced(targetId, scrape.getEpoch(), target.epoch);
    }
    fault = learn(target, scrape);
    if (fault != null) {
      return new Decoded.Corrupt(targetId, fault);
    }
    target.epoch = scrape.getEpoch();
    target.heardAt = streamTime;
    target.idleMs = Math.max(idleMs, IDLE_INTERVALS * scrape.getScrapeIntervalMs());
    Decoded decoded = assemble(target, scrape);
    if (scrape.getOutcome() == ScrapeOutcome.REMOVED && decoded instanceof Decoded.Complete) {
      // The epoch stays for the idle time: a fenced owner must not bring the target back.
      target.series.clear();
    }
    return decoded;
  }

  /**
   * Takes the series out of a keyframe that was read before, without anything else: for whoever
   * keeps keyframes of its own and gets {@link Decoded.MissingKeyframe}. The record that needed it
   * can then be decoded again. Records that are not keyframes, or are corrupt, do nothing.
   */
  public void learn(Scrape keyframe) {
    if (RecordCheck.faultOf(keyframe) == null) {
      learn(target(keyframe.getTargetId()), keyframe);
    }
  }

  private static @Nullable String learn(TargetState target, Scrape scrape) {
    String series = scrape.getSeries();
    return series == null
        ? null
        : target.series.learn(scrape.getSeriesSetId(), series, count(scrape), scrape.getParts());
  }

  private Decoded assemble(TargetState target, Scrape scrape) {
    String targetId = scrape.getTargetId();
    PartAssembly assembly = target.assembly;
    if (assembly == null || !assembly.isNext(scrape)) {
      target.assembly = null;
      if (scrape.getPart() != 0) {
        return new Decoded.Incomplete(targetId, scrape.getPart(), scrape.getParts());
      }
      assembly = new PartAssembly(scrape);
    }
    long id = scrape.getSeriesSetId();
    if (id != 0) {
      int size = target.series.sizeOf(id);
      if (size < 0) {
        target.assembly = assembly;
        return new Decoded.MissingKeyframe(targetId, id);
      }
      if (size != count(scrape)) {
        target.assembly = null;
        return new Decoded.Corrupt(
            targetId, "%d values for %d series".formatted(count(scrape), size));
      }
    }
    if (!assembly.add(scrape)) {
      target.assembly = assembly;
      return new Decoded.Incomplete(targetId, scrape.getPart(), scrape.getParts());
    }
    target.assembly = null;
    return new Decoded.Complete(
        assembly.scrape(target.series.known(assembly.ids(), scrape.getLabels())));
  }

  private static int count(Scrape scrape) {
    return scrape.getValues().remaining() / SampleBuffer.BYTES_EACH;
  }

  private TargetState target(String targetId) {
    TargetState target = targets.get(targetId);
    if (target == null || isIdle(target)) {
      target = new TargetState(limits.recentSets());
      target.heardAt = streamTime;
      target.idleMs = idleMs;
      targets.put(targetId, target);
    }
    return target;
  }

  private boolean isIdle(TargetState target) {
    return streamTime - target.heardAt > target.idleMs;
  }

  private void advance(long scrapeTime) {
    if (scrapeTime > streamTime) {
      streamTime = scrapeTime;
    }
    if (streamTime >= nextSweep) {
      targets.values().removeIf(this::isIdle);
      nextSweep = streamTime + idleMs / SWEEPS_PER_IDLE_TIME;
    }
  }
}
