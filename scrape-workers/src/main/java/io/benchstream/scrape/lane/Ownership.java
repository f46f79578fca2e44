package io.benchstream.scrape.lane;

/**
 * The right to scrape the targets of a partition.
 *
 * @param partition of the topics keyed by target id, which all have the same
 * @param epoch a later owner's is higher
 */
public record Ownership(int partition, long epoch) {}
