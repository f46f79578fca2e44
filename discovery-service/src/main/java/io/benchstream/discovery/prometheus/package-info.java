/** Prometheus' scrape configuration as it stands: what it discovers and what it makes of that. */
@NullMarked
package io.benchstream.discovery.prometheus;

import org.jspecify.annotations.NullMarked;
