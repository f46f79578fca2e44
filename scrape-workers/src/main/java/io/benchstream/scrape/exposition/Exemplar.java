package io.benchstream.scrape.exposition;

import java.util.Map;
import java.util.OptionalLong;

/**
 * An example behind a sample, in OpenMetrics.
 *
 * @param labels in the order of the page
 * @param value the example's value
 * @param timestamp milliseconds since the epoch, where the page has one
 */
public record Exemplar(Map<String, String> labels, double value, OptionalLong timestamp) {}
