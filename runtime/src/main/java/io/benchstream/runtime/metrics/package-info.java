/** The meter registry of a process. */
@NullMarked
package io.benchstream.runtime.metrics;

import org.jspecify.annotations.NullMarked;
