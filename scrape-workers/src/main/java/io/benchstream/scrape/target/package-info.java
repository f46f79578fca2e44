/** What a worker makes of the records of the topic {@code targets}. */
@NullMarked
package io.benchstream.scrape.target;

import org.jspecify.annotations.NullMarked;
