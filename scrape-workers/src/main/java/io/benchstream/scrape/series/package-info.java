/**
 * From pages to series and values: what depends on a series alone is done once per series, by a
 * cache of what stood at each position of a target's last page.
 */
@NullMarked
package io.benchstream.scrape.series;

import org.jspecify.annotations.NullMarked;
