/** What remote write costs, and how long it takes from an event to a scrape. */
@NullMarked
package io.benchstream.benchmarks.publisher;

import org.jspecify.annotations.NullMarked;
