/** The programs that Benchstream is measured against. */
@NullMarked
package io.benchstream.benchmarks.peer;

import org.jspecify.annotations.NullMarked;
