/** When a target is scraped: phases that survive moves, one heap for all targets. */
@NullMarked
package io.benchstream.scrape.schedule;

import org.jspecify.annotations.NullMarked;
