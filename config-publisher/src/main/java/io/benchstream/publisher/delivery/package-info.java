/** How a request gets to a store: retries, fallback, setting aside what it refuses. */
@NullMarked
package io.benchstream.publisher.delivery;

import org.jspecify.annotations.NullMarked;
