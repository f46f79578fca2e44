/** What a scrape costs a worker, against vmagent on the same pages at the same time. */
@NullMarked
package io.benchstream.benchmarks.scrape;

import org.jspecify.annotations.NullMarked;
