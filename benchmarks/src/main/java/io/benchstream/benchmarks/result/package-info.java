/**
 * What a benchmark found, as it is kept: figures, distributions, and on what they were measured.
 */
@NullMarked
package io.benchstream.benchmarks.result;

import org.jspecify.annotations.NullMarked;
