/** The shares of all partitions merged into the KPIs of each scope. */
@NullMarked
package io.benchstream.aggregator.scope;

import org.jspecify.annotations.NullMarked;
