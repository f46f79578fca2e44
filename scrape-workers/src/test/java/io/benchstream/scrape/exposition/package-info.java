/** Tests of the reading of pages. */
@NullMarked
package io.benchstream.scrape.exposition;

import org.jspecify.annotations.NullMarked;
