package io.benchstream.scrape.worker;

import io.benchstream.scrape.lane.Ownership;
import io.benchstream.scrape.target.ScrapeTarget;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One partition of {@code targets} that this worker owns: first it is read to its end, then
 * claimed, then scraped.
 */
final class OwnedPartition {
  private final int partition;
  private final Map<String, ScrapeTarget> targets = new LinkedHashMap<>();
  private final Map<String, ScrapeTarget> removedUnseen = new LinkedHashMap<>();

  /** What the last owner left; null until it has been asked for. */
  private @Nullable Claim last;

  /** Offset up to which the last owner has acted on the records. */
  private long seenUpTo;

  /** Offset up to which the partition has to be read first. */
  private long end;

  /** Null until the partition is claimed. */
  private @Nullable Ownership ownership;

  OwnedPartition(int partition) {
    this.partition = partition;
  }

  /** Says where the partition ends and what the last owner left. */
  void prepare(Claim last, long seenUpTo, long end) {
    this.last = last;
    this.seenUpTo = seenUpTo;
    this.end = end;
  }

  /** What the last owner left has to be asked for again: perhaps it was this one's claim. */
  void forgetLast() {
    last = null;
  }

  boolean isPrepared() {
    return last != null;
  }

  boolean isReadBy(long position) {
    return last != null && position >= end;
  }

  boolean isClaimed() {
    return ownership != null;
  }

  /** The claim to make. */
  Claim nextClaim(long nowMillis) {
    return last().next(nowMillis);
  }

  Ownership claimed(Claim claim) {
    Ownership claimed = new Ownership(partition, claim.epoch());
    ownership = claimed;
    return claimed;
  }

  Ownership ownership() {
    Ownership claimed = ownership;
    if (claimed == null) {
      throw new IllegalStateException("partition " + partition + " is not claimed");
    }
    return claimed;
  }

  /** What the last owner left. */
  Claim last() {
    Claim known = last;
    return known == null ? Claim.NONE : known;
  }

  /** Whether the last owner has acted on a record: it need not be reported again. */
  boolean wasSeen(long offset) {
    return offset < seenUpTo;
  }

  void put(ScrapeTarget target) {
    targets.put(target.id(), target);
    removedUnseen.remove(target.id());
  }

  /** Takes a target out; one that the last owner still scraped has to be ended. */
  void remove(String id, long offset) {
    ScrapeTarget target = targets.remove(id);
    boolean unseen = !isClaimed() && !wasSeen(offset) && last().epoch() >= 0;
    if (target != null && unseen) {
      removedUnseen.put(id, target);
    }
  }

  Map<String, ScrapeTarget> targets() {
    return targets;
  }

  /** Targets that went while nobody owned the partition. */
  Map<String, ScrapeTarget> removedUnseen() {
    return removedUnseen;
  }
}
