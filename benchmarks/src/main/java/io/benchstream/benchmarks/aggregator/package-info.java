/** What KPIs cost, and how soon they come. */
@NullMarked
package io.benchstream.benchmarks.aggregator;

import org.jspecify.annotations.NullMarked;
