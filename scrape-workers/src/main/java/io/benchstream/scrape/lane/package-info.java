/**
 * Scraping: a share of the targets in one thread, from the time a page is due to the record of its
 * samples.
 */
@NullMarked
package io.benchstream.scrape.lane;

import org.jspecify.annotations.NullMarked;
