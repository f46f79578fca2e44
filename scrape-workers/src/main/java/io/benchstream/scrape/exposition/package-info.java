/** Reads pages of metrics: Prometheus text 0.0.4 and OpenMetrics 1.0.0, from bytes. */
@NullMarked
package io.benchstream.scrape.exposition;

import org.jspecify.annotations.NullMarked;
