/** KPI windows as series of a time series store. */
@NullMarked
package io.benchstream.publisher.kpis;

import org.jspecify.annotations.NullMarked;
