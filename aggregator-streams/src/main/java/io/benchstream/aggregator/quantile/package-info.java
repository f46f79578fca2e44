/** Quantiles of classic histograms. */
@NullMarked
package io.benchstream.aggregator.quantile;

import org.jspecify.annotations.NullMarked;
