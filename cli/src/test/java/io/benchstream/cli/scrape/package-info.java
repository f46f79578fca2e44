/** Tests of {@code benchstream scrape}. */
@NullMarked
package io.benchstream.cli.scrape;

import org.jspecify.annotations.NullMarked;
