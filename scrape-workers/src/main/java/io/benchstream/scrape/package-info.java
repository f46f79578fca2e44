/** The scrape workers: targets in, samples out. */
@NullMarked
package io.benchstream.scrape;

import org.jspecify.annotations.NullMarked;
