/** Pages over HTTP: bounded in time and size, from addresses that are allowed. */
@NullMarked
package io.benchstream.scrape.fetch;

import org.jspecify.annotations.NullMarked;
