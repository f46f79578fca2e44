/** Compact bytes for state and internal topics. */
@NullMarked
package io.benchstream.aggregator.bytes;

import org.jspecify.annotations.NullMarked;
