/** What a process costs, read from the operating system. */
@NullMarked
package io.benchstream.benchmarks.measure;

import org.jspecify.annotations.NullMarked;
