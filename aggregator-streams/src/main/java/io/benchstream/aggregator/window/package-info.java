/** Increases, gauges and histograms by window, and how much of each window was seen. */
@NullMarked
package io.benchstream.aggregator.window;

import org.jspecify.annotations.NullMarked;
