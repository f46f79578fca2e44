/** Workers that share a load: what they lose when one more comes, and how evenly they share. */
@NullMarked
package io.benchstream.benchmarks.workers;

import org.jspecify.annotations.NullMarked;
