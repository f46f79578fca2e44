/** What parser, cache and codec cost for a sample. */
@NullMarked
package io.benchstream.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
