/** {@code benchstream scrape}: what a worker would make of a target. */
@NullMarked
package io.benchstream.cli.scrape;

import org.jspecify.annotations.NullMarked;
