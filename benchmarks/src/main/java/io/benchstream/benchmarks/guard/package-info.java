/** Holds the speed of each stage: a short run whose ratios are compared with committed ones. */
@NullMarked
package io.benchstream.benchmarks.guard;

import org.jspecify.annotations.NullMarked;
