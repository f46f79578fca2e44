/** How soon what was scraped can be queried. */
@NullMarked
package io.benchstream.benchmarks.latency;

import org.jspecify.annotations.NullMarked;
