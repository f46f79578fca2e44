/** Writes docs/performance.md: a template, and the figures that were measured. */
@NullMarked
package io.benchstream.benchmarks.document;

import org.jspecify.annotations.NullMarked;
