package io.benchstream.aggregator.window;

import io.benchstream.aggregator.bytes.CompactReader;
import io.benchstream.aggregator.bytes.CompactWriter;
import io.benchstream.aggregator.layout.Layout;
import org.jspecify.annotations.Nullable;

/**
 * The state of a target, without its layout, as bytes: written with every scrape, so it is compact.
 * A counter takes 2 to 6 bytes as a rule. Not thread-safe.
 */
final class TargetCodec {
  /** Version 1 had no offsets. */
  private static final int VERSION = 2;

  private final CompactWriter out = new CompactWriter();

  byte[] encode(TargetState state) {
    out.reset().octet(VERSION).signed(state.epoch).signed(state.lastRecord);
    out.signed(state.firstSuccess).signed(state.lastSuccess).signed(state.removedAt);
    out.unsigned(state.intervalMs).unsigned(state.open.size());
    int slots = state.latest.length;
    for (int w = 0; w < state.open.size(); w++) {
      OpenWindow window = state.open.get(w);
      out.signed(window.end).unsigned(window.seen).signed(window.lastTime).unsigned(window.gapMs);
      out.signed(window.firstOffset).unsigned(window.lastOffset - window.firstOffset);
      double[] before = w == 0 ? null : state.open.get(w - 1).base;
      for (int slot = 0; slot < slots; slot++) {
        out.number(window.base[slot], before == null ? 0 : before[slot]);
      }
      writeResets(window, slots);
      window.gauges.write(out);
    }
    double[] before = state.open.isEmpty() ? null : state.open.getLast().base;
    for (int slot = 0; slot < slots; slot++) {
      out.number(state.latest[slot], before == null ? 0 : before[slot]);
    }
    TargetState.PendingScrape pending = state.pending;
    out.octet(pending == null ? 0 : 1);
    if (pending != null) {
      out.signed(pending.time()).unsigned(pending.nextPart());
      pending.gauges().write(out);
    }
    return out.toBytes();
  }

  /**
   * @param layout what the state was kept for; null before the first keyframe
   */
  TargetState decode(byte[] bytes, @Nullable Layout layout) {
    CompactReader in = new CompactReader(bytes);
    int version = in.octet();
    if (version < 1 || version > VERSION) {
      throw new IllegalStateException(
          "state of version %d; this release reads 1 to %d: reset the aggregator's state"
              .formatted(version, VERSION));
    }
    TargetState state = new TargetState();
    state.layout = layout;
    int slots = layout == null ? 0 : layout.slots();
    int gauges = layout == null ? 0 : layout.gauges();
    state.epoch = in.signed();
    state.lastRecord = in.signed();
    state.firstSuccess = in.signed();
    state.lastSuccess = in.signed();
    state.removedAt = in.signed();
    state.intervalMs = in.unsigned();
    double[] before = new double[slots];
    for (int windows = in.count(); windows > 0; windows--) {
      OpenWindow window = new OpenWindow(in.signed(), new double[slots], new GaugeSums(0));
      window.seen = in.count();
      window.lastTime = in.signed();
      window.gapMs = in.unsigned();
      if (version > 1) {
        window.firstOffset = in.signed();
        window.lastOffset = window.firstOffset + in.unsigned();
      }
      for (int slot = 0; slot < slots; slot++) {
        window.base[slot] = in.number(before[slot]);
      }
      readResets(in, window);
      window.gauges = GaugeSums.read(in, gauges);
      state.open.add(window);
      before = window.base;
    }
    state.latest = new double[slots];
    for (int slot = 0; slot < slots; slot++) {
      state.latest[slot] = in.number(before[slot]);
    }
    if (in.octet() == 1) {
      long time = in.signed();
      int nextPart = in.count();
      state.pending = new TargetState.PendingScrape(time, nextPart, GaugeSums.read(in, gauges));
    }
    return state;
  }

  private void writeResets(OpenWindow window, int slots) {
    int count = 0;
    for (int slot = 0; slot < slots; slot++) {
      count += window.carried(slot) != 0 || window.resets(slot) != 0 ? 1 : 0;
    }
    out.unsigned(count);
    for (int slot = 0; count > 0 && slot < slots; slot++) {
      if (window.carried(slot) != 0 || window.resets(slot) != 0) {
        out.unsigned(slot).number(window.carried(slot)).unsigned(window.resets(slot));
      }
    }
  }

  private static void readResets(CompactReader in, OpenWindow window) {
    for (int count = in.count(); count > 0; count--) {
      int slot = in.count();
      window.carry(slot, in.number());
      int resets = in.count();
      for (int i = 0; i < resets; i++) {
        window.countReset(slot);
      }
    }
  }
}
