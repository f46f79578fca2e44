package io.benchstream.aggregator.layout;

/**
 * A new layout and what it has from the one before. The arrays must not be changed.
 *
 * @param layout the new layout
 * @param slots for each slot the old one, or -1
 * @param gauges for each gauge group the ordinal of the old one, or -1
 * @param leftOut series that were not taken since the target has too many
 */
@SuppressWarnings("ArrayRecordComponent")
public record LayoutChange(Layout layout, int[] slots, int[] gauges, int leftOut) {}
