/** Quantiles of classic histograms. */
@NullMarked
package io.benchstream.kpi.quantile;

import org.jspecify.annotations.NullMarked;
