/** Runs all measurements, one after the other. */
@NullMarked
package io.benchstream.benchmarks.suite;

import org.jspecify.annotations.NullMarked;
