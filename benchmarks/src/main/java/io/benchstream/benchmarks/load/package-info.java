/** Pages to scrape, and the server that serves them. */
@NullMarked
package io.benchstream.benchmarks.load;

import org.jspecify.annotations.NullMarked;
