package io.benchstream.scrape.schedule;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Which target is due next, for any number of them: a binary heap by time. One thread; all times
 * are milliseconds since the epoch and come from the caller.
 *
 * <p>A target that is due is given out once and stands at its next time from then on: times that
 * have passed unnoticed are not made up for, so that nothing piles up.
 */
public final class ScrapeSchedule<T> {
  private @Nullable Slot<T>[] heap = newHeap(64);
  private int size;

  /** The place of one target in the schedule. */
  public static final class Slot<T> {
    private final T target;
    private final Cadence cadence;
    private long due;

    /** The index in the heap, or -1. */
    private int index = -1;

    private Slot(T target, Cadence cadence, long due) {
      this.target = target;
      this.cadence = cadence;
      this.due = due;
    }

    public T target() {
      return target;
    }

    /** When it is due next. */
    public long due() {
      return due;
    }
  }

  /**
   * A target that is due.
   *
   * @param due when it was to be scraped
   * @param missed how many times have passed since
   */
  public record Due<T>(T target, long due, long missed) {}

  public int size() {
    return size;
  }

  /**
   * Adds a target.
   *
   * @param first when it is due first; from then on it follows its cadence
   */
  public Slot<T> add(T target, Cadence cadence, long first) {
    Slot<T> slot = new Slot<>(target, cadence, first);
    if (size == heap.length) {
      heap = Arrays.copyOf(heap, size * 2);
    }
    slot.index = size++;
    up(slot);
    return slot;
  }

  /** Takes a target out. Does nothing where it is out already. */
  public void remove(Slot<T> slot) {
    int index = slot.index;
    if (index < 0) {
      return;
    }
    slot.index = -1;
    Slot<T> last = at(--size);
    heap[size] = null;
    if (last != slot) {
      last.index = index;
      up(last);
      down(last);
    }
  }

  /** The time of the next target, or {@link Long#MAX_VALUE}. */
  public long next() {
    return size == 0 ? Long.MAX_VALUE : at(0).due;
  }

  /**
   * The next target that is due, or null. Its next time is the first of its cadence after {@code
   * now}.
   */
  public @Nullable Due<T> poll(long now) {
    if (size == 0 || at(0).due > now) {
      return null;
    }
    Slot<T> slot = at(0);
    long due = slot.due;
    long next = slot.cadence.after(now);
    long interval = slot.cadence.intervalMillis();
    // Between the one given out and the next one; the first time need not be one of the cadence.
    long missed = Math.max(0, (next - due - 1) / interval);
    slot.due = next;
    down(slot);
    return new Due<>(slot.target, due, missed);
  }

  /**
   * Brings every target back that is due further ahead than one interval: the clock was set back.
   */
  public void clockSetBack(long now) {
    for (int i = 0; i < size; i++) {
      Slot<T> slot = at(i);
      slot.due = Math.min(slot.due, slot.cadence.after(now));
    }
    for (int i = size / 2 - 1; i >= 0; i--) {
      down(at(i));
    }
  }

  private void up(Slot<T> slot) {
    int index = slot.index;
    while (index > 0) {
      Slot<T> parent = at((index - 1) / 2);
      if (parent.due <= slot.due) {
        break;
      }
      place(parent, index);
      index = (index - 1) / 2;
    }
    place(slot, index);
  }

  private void down(Slot<T> slot) {
    int index = slot.index;
    while (2 * index + 1 < size) {
      int child = 2 * index + 1;
      if (child + 1 < size && at(child + 1).due < at(child).due) {
        child++;
      }
      Slot<T> smaller = at(child);
      if (smaller.due >= slot.due) {
        break;
      }
      int from = smaller.index;
      place(smaller, index);
      index = from;
    }
    place(slot, index);
  }

  private void place(Slot<T> slot, int index) {
    heap[index] = slot;
    slot.index = index;
  }

  @SuppressWarnings("NullAway") // Below size no place is empty.
  private Slot<T> at(int index) {
    return heap[index];
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static <T> @Nullable Slot<T>[] newHeap(int capacity) {
    return new Slot[capacity];
  }
}
